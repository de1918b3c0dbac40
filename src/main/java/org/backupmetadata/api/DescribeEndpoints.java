package org.backupmetadata.api;

import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsResponse;
import software.amazon.awssdk.services.dynamodb.model.Endpoint;

/** The operation DescribeEndpoints, for SDKs with endpoint discovery: the endpoint is the host that they called. */
final class DescribeEndpoints implements Operation<DescribeEndpointsRequest.Builder, DescribeEndpointsRequest> {

    private static final long A_DAY_IN_MINUTES = 1440;

    @Override
    public String name() {
        return "DescribeEndpoints";
    }

    @Override
    public DescribeEndpointsRequest.Builder newInput() {
        return DescribeEndpointsRequest.builder();
    }

    @Override
    public OperationResult answer(CallContext call, DescribeEndpointsRequest input, RequestLog log) {
        Endpoint endpoint = Endpoint.builder().address(call.host()).cachePeriodInMinutes(A_DAY_IN_MINUTES).build();
        return OperationResult.of(DescribeEndpointsResponse.builder().endpoints(endpoint).build());
    }
}
