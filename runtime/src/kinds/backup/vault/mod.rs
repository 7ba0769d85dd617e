//! Backup vaults.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

kind! {
    /// A backup vault, encrypted with AWS Backup's own key.
    Vault is "backup vault", "AWS::Backup::BackupVault" of "backup" {
        // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
        name_limit: 50,
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// The vault's ARN.
            arn: BackupVaultArn,
            /// The vault's name.
            name: BackupVaultName,
        },
    }
}

impl Vault {
    /// Explains why a vault that holds backups is not deleted, and how to delete it anyway. AWS refuses to delete such a
    /// vault, and the backups are meant to outlive the stack.
    pub(crate) fn with_backups(region: &str, vault: &str, count: i64) -> String {
        let backups = match count {
            1 => "1 backup".into(),
            more => format!("{more} backups"),
        };
        let aws = format!("aws --region {region} backup");
        let here = format!("--backup-vault-name {vault}");
        format!(
            "it holds {backups} of the files, meant to outlive the stack, and costs money. The next deploy of the \
             stack adopts it again. To delete it with everything in it: `for point in $({aws} \
             list-recovery-points-by-backup-vault {here} --query 'RecoveryPoints[].RecoveryPointArn' --output text); do \
             {aws} delete-recovery-point {here} --recovery-point-arn \"$point\"; done; {aws} delete-backup-vault {here}`"
        )
    }
}

impl HasAdvice for Vault {
    const ADVICE: &'static [Advice] = &[];
}
