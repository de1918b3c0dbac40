import java.net.URI;
import java.util.List;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.auth.scheme.DynamoDbAuthSchemeParams;
import software.amazon.awssdk.services.dynamodb.auth.scheme.DynamoDbAuthSchemeProvider;

/**
 * DescribeBackup with the AWS SDK for Java 2. After a build of this project, whose libraries it takes:
 *
 * <pre>{@code java -cp "$(cat target/runtime-classpath)" src/clients/java/DescribeBackup.java <endpoint URL> <backup ARN>}</pre>
 *
 * <p>API Gateway takes signatures for execute-api. {@link ExecuteApi} makes a client sign so.
 */
public final class DescribeBackup {

    /** Signs a DynamoDB client's requests for API Gateway. */
    static final class ExecuteApi implements DynamoDbAuthSchemeProvider {
        @Override
        public List<AuthSchemeOption> resolveAuthScheme(DynamoDbAuthSchemeParams params) {
            return List.of(AuthSchemeOption.builder().schemeId(AwsV4AuthScheme.SCHEME_ID)
                    .putSignerProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                    .putSignerProperty(AwsV4HttpSigner.REGION_NAME, params.region().id()).build());
        }
    }

    public static void main(String[] arguments) {
        try (DynamoDbClient dynamoDb = DynamoDbClient.builder().endpointOverride(URI.create(arguments[0]))
                .authSchemeProvider(new ExecuteApi()).build()) {
            System.out.println(dynamoDb.describeBackup(request -> request.backupArn(arguments[1])).backupDescription()
                    .backupDetails().backupName());
        }
    }
}
