package org.backupmetadata.benchmark;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/** The item of {@code BackupItem} as beans, as the Enhanced Client's guide maps one, for the sample-style function. */
@NullUnmarked // A bean starts empty.
@DynamoDbBean
public class SampleItem {
    private String backupArn;
    private BackupDescription backupDescription;

    @DynamoDbPartitionKey
    @DynamoDbAttribute("BackupArn")
    public String getBackupArn() {
        return backupArn;
    }

    public void setBackupArn(String value) {
        backupArn = value;
    }

    @DynamoDbAttribute("BackupDescription")
    public BackupDescription getBackupDescription() {
        return backupDescription;
    }

    public void setBackupDescription(BackupDescription value) {
        backupDescription = value;
    }

    @DynamoDbBean
    public static class BackupDescription {
        private BackupDetails backupDetails;
        private SourceTableDetails sourceTableDetails;
        private SourceTableFeatureDetails sourceTableFeatureDetails;

        @DynamoDbAttribute("BackupDetails")
        public BackupDetails getBackupDetails() {
            return backupDetails;
        }

        public void setBackupDetails(BackupDetails value) {
            backupDetails = value;
        }

        @DynamoDbAttribute("SourceTableDetails")
        public SourceTableDetails getSourceTableDetails() {
            return sourceTableDetails;
        }

        public void setSourceTableDetails(SourceTableDetails value) {
            sourceTableDetails = value;
        }

        @DynamoDbAttribute("SourceTableFeatureDetails")
        public SourceTableFeatureDetails getSourceTableFeatureDetails() {
            return sourceTableFeatureDetails;
        }

        public void setSourceTableFeatureDetails(SourceTableFeatureDetails value) {
            sourceTableFeatureDetails = value;
        }
    }

    @DynamoDbBean
    public static class BackupDetails {
        private String backupArn;
        private String backupName;
        private Long backupSizeBytes;
        private String backupStatus;
        private String backupType;
        private Double backupCreationDateTime;
        private Double backupExpiryDateTime;

        @DynamoDbAttribute("BackupArn")
        public String getBackupArn() {
            return backupArn;
        }

        public void setBackupArn(String value) {
            backupArn = value;
        }

        @DynamoDbAttribute("BackupName")
        public String getBackupName() {
            return backupName;
        }

        public void setBackupName(String value) {
            backupName = value;
        }

        @DynamoDbAttribute("BackupSizeBytes")
        public Long getBackupSizeBytes() {
            return backupSizeBytes;
        }

        public void setBackupSizeBytes(Long value) {
            backupSizeBytes = value;
        }

        @DynamoDbAttribute("BackupStatus")
        public String getBackupStatus() {
            return backupStatus;
        }

        public void setBackupStatus(String value) {
            backupStatus = value;
        }

        @DynamoDbAttribute("BackupType")
        public String getBackupType() {
            return backupType;
        }

        public void setBackupType(String value) {
            backupType = value;
        }

        @DynamoDbAttribute("BackupCreationDateTime")
        public Double getBackupCreationDateTime() {
            return backupCreationDateTime;
        }

        public void setBackupCreationDateTime(Double value) {
            backupCreationDateTime = value;
        }

        @DynamoDbAttribute("BackupExpiryDateTime")
        public Double getBackupExpiryDateTime() {
            return backupExpiryDateTime;
        }

        public void setBackupExpiryDateTime(Double value) {
            backupExpiryDateTime = value;
        }
    }

    @DynamoDbBean
    public static class SourceTableDetails {
        private String tableName;
        private String tableId;
        private String tableArn;
        private Long tableSizeBytes;
        private List<KeySchemaElement> keySchema;
        private Double tableCreationDateTime;
        private Throughput provisionedThroughput;
        private Long itemCount;
        private String billingMode;

        @DynamoDbAttribute("TableName")
        public String getTableName() {
            return tableName;
        }

        public void setTableName(String value) {
            tableName = value;
        }

        @DynamoDbAttribute("TableId")
        public String getTableId() {
            return tableId;
        }

        public void setTableId(String value) {
            tableId = value;
        }

        @DynamoDbAttribute("TableArn")
        public String getTableArn() {
            return tableArn;
        }

        public void setTableArn(String value) {
            tableArn = value;
        }

        @DynamoDbAttribute("TableSizeBytes")
        public Long getTableSizeBytes() {
            return tableSizeBytes;
        }

        public void setTableSizeBytes(Long value) {
            tableSizeBytes = value;
        }

        @DynamoDbAttribute("KeySchema")
        public List<KeySchemaElement> getKeySchema() {
            return keySchema;
        }

        public void setKeySchema(List<KeySchemaElement> value) {
            keySchema = value;
        }

        @DynamoDbAttribute("TableCreationDateTime")
        public Double getTableCreationDateTime() {
            return tableCreationDateTime;
        }

        public void setTableCreationDateTime(Double value) {
            tableCreationDateTime = value;
        }

        @DynamoDbAttribute("ProvisionedThroughput")
        public Throughput getProvisionedThroughput() {
            return provisionedThroughput;
        }

        public void setProvisionedThroughput(Throughput value) {
            provisionedThroughput = value;
        }

        @DynamoDbAttribute("ItemCount")
        public Long getItemCount() {
            return itemCount;
        }

        public void setItemCount(Long value) {
            itemCount = value;
        }

        @DynamoDbAttribute("BillingMode")
        public String getBillingMode() {
            return billingMode;
        }

        public void setBillingMode(String value) {
            billingMode = value;
        }
    }

    @DynamoDbBean
    public static class SourceTableFeatureDetails {
        private List<Index> globalSecondaryIndexes;
        private List<Index> localSecondaryIndexes;
        private StreamDescription streamDescription;
        private SseDescription sseDescription;

        @DynamoDbAttribute("GlobalSecondaryIndexes")
        public List<Index> getGlobalSecondaryIndexes() {
            return globalSecondaryIndexes;
        }

        public void setGlobalSecondaryIndexes(List<Index> value) {
            globalSecondaryIndexes = value;
        }

        @DynamoDbAttribute("LocalSecondaryIndexes")
        public List<Index> getLocalSecondaryIndexes() {
            return localSecondaryIndexes;
        }

        public void setLocalSecondaryIndexes(List<Index> value) {
            localSecondaryIndexes = value;
        }

        @DynamoDbAttribute("StreamDescription")
        public StreamDescription getStreamDescription() {
            return streamDescription;
        }

        public void setStreamDescription(StreamDescription value) {
            streamDescription = value;
        }

        @DynamoDbAttribute("SSEDescription")
        public SseDescription getSSEDescription() {
            return sseDescription;
        }

        public void setSSEDescription(SseDescription value) {
            sseDescription = value;
        }
    }

    @DynamoDbBean
    public static class Index {
        private String indexName;
        private List<KeySchemaElement> keySchema;
        private Projection projection;
        private Throughput provisionedThroughput;

        @DynamoDbAttribute("IndexName")
        public String getIndexName() {
            return indexName;
        }

        public void setIndexName(String value) {
            indexName = value;
        }

        @DynamoDbAttribute("KeySchema")
        public List<KeySchemaElement> getKeySchema() {
            return keySchema;
        }

        public void setKeySchema(List<KeySchemaElement> value) {
            keySchema = value;
        }

        @DynamoDbAttribute("Projection")
        public Projection getProjection() {
            return projection;
        }

        public void setProjection(Projection value) {
            projection = value;
        }

        @DynamoDbAttribute("ProvisionedThroughput")
        public Throughput getProvisionedThroughput() {
            return provisionedThroughput;
        }

        public void setProvisionedThroughput(Throughput value) {
            provisionedThroughput = value;
        }
    }

    @DynamoDbBean
    public static class KeySchemaElement {
        private String attributeName;
        private String keyType;

        @DynamoDbAttribute("AttributeName")
        public String getAttributeName() {
            return attributeName;
        }

        public void setAttributeName(String value) {
            attributeName = value;
        }

        @DynamoDbAttribute("KeyType")
        public String getKeyType() {
            return keyType;
        }

        public void setKeyType(String value) {
            keyType = value;
        }
    }

    @DynamoDbBean
    public static class Projection {
        private String projectionType;
        private List<String> nonKeyAttributes;

        @DynamoDbAttribute("ProjectionType")
        public String getProjectionType() {
            return projectionType;
        }

        public void setProjectionType(String value) {
            projectionType = value;
        }

        @DynamoDbAttribute("NonKeyAttributes")
        public List<String> getNonKeyAttributes() {
            return nonKeyAttributes;
        }

        public void setNonKeyAttributes(List<String> value) {
            nonKeyAttributes = value;
        }
    }

    @DynamoDbBean
    public static class Throughput {
        private Long readCapacityUnits;
        private Long writeCapacityUnits;

        @DynamoDbAttribute("ReadCapacityUnits")
        public Long getReadCapacityUnits() {
            return readCapacityUnits;
        }

        public void setReadCapacityUnits(Long value) {
            readCapacityUnits = value;
        }

        @DynamoDbAttribute("WriteCapacityUnits")
        public Long getWriteCapacityUnits() {
            return writeCapacityUnits;
        }

        public void setWriteCapacityUnits(Long value) {
            writeCapacityUnits = value;
        }
    }

    @DynamoDbBean
    public static class StreamDescription {
        private Boolean streamEnabled;
        private String streamViewType;

        @DynamoDbAttribute("StreamEnabled")
        public Boolean getStreamEnabled() {
            return streamEnabled;
        }

        public void setStreamEnabled(Boolean value) {
            streamEnabled = value;
        }

        @DynamoDbAttribute("StreamViewType")
        public String getStreamViewType() {
            return streamViewType;
        }

        public void setStreamViewType(String value) {
            streamViewType = value;
        }
    }

    @DynamoDbBean
    public static class SseDescription {
        private String status;
        private String sseType;
        private String kmsMasterKeyArn;

        @DynamoDbAttribute("Status")
        public String getStatus() {
            return status;
        }

        public void setStatus(String value) {
            status = value;
        }

        @DynamoDbAttribute("SSEType")
        public String getSSEType() {
            return sseType;
        }

        public void setSSEType(String value) {
            sseType = value;
        }

        @DynamoDbAttribute("KMSMasterKeyArn")
        public String getKMSMasterKeyArn() {
            return kmsMasterKeyArn;
        }

        public void setKMSMasterKeyArn(String value) {
            kmsMasterKeyArn = value;
        }
    }
}
