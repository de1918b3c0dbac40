package org.backupmetadata.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.catalog.Backup;
import org.backupmetadata.catalog.Items;
import org.backupmetadata.lambda.apigateway.RestApiFormat;
import org.backupmetadata.model.AwsJson;
import org.backupmetadata.model.BackupArn;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;

/**
 * What a request takes besides the lookup: decoding the event and its body, encoding the answer, and reading the item.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = {"-XX:+UseSerialGC", "-Xmx435m", "-Daws.region=us-east-1"})
public class CodecBenchmark {
    private final RestApiFormat format = new RestApiFormat();
    private final byte[] event = Contender.SERVICE.event(BackupTable.usual());
    private final BackupArn arn = BackupArn.parse(BackupTable.usual().backupDetails().backupArn());
    private final Map<String, AttributeValue> item = Items.of(BackupTable.usual());
    private final DescribeBackupResponse response = DescribeBackupResponse.builder()
            .backupDescription(BackupTable.usual()).build();

    /** Decodes a REST API's event to the ARN that it asks for, and encodes a usual description. */
    @Benchmark
    public Object[] decodeAndEncode() throws IOException {
        ApiRequest request = format.read(new ByteArrayInputStream(event), "request");
        return new Object[]{AwsJson.parse(request.body().json(), DescribeBackupRequest.builder()).structure().build(),
                AwsJson.write(response)};
    }

    /** Reads a backup from a usual item, as the SDK returns it. */
    @Benchmark
    public Backup item() {
        return Items.read(arn, item);
    }
}
