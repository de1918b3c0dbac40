// DescribeBackup with the AWS SDK for JavaScript 3. Usage: node describe-backup.js <endpoint URL> <backup ARN>
//
// API Gateway wants requests signed for execute-api: signingName says so.
import { DescribeBackupCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

const [endpoint, BackupArn] = process.argv.slice(2);
const dynamodb = new DynamoDBClient({ endpoint, signingName: "execute-api" });
const { BackupDescription } = await dynamodb.send(new DescribeBackupCommand({ BackupArn }));
console.log(BackupDescription.BackupDetails.BackupName);
