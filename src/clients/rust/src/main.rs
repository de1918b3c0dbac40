//! DescribeBackup with the AWS SDK for Rust.
//!
//!     cargo run --manifest-path src/clients/rust/Cargo.toml --target-dir target/rust -- <endpoint URL> <backup ARN>
//!
//! API Gateway takes signatures for execute-api. The interceptor `ExecuteApi` makes a client sign so.

use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_types::SigningName;

/// Signs a DynamoDB client's requests for API Gateway.
#[derive(Debug)]
struct ExecuteApi;

impl Intercept for ExecuteApi {
    fn name(&self) -> &'static str {
        "ExecuteApi"
    }

    fn modify_before_signing(
        &self,
        _context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config
            .interceptor_state()
            .store_put(SigningName::from_static("execute-api"));
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let config = aws_sdk_dynamodb::config::Builder::from(&aws_config::load_from_env().await)
        .endpoint_url(&arguments[1])
        .interceptor(ExecuteApi)
        .build();
    let output = aws_sdk_dynamodb::Client::from_conf(config)
        .describe_backup()
        .backup_arn(&arguments[2])
        .send()
        .await?;
    let details = output.backup_description.and_then(|backup| backup.backup_details);
    println!("{}", details.map(|details| details.backup_name).unwrap_or_default());
    Ok(())
}
