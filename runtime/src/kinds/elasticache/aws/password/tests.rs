use super::*;

#[test]
fn password_tag_is_read_as_it_was_written() {
    // The longest name of a region, and a long one of a stack.
    let secret =
        "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:a-long-name-of-a-stack-2/cache-password-a1b2c3";
    let accepted = PasswordTag::Accepted(secret.into());
    let attempt = |since, before: &str| {
        Some(Attempt {
            since,
            secret: secret.into(),
            before: before.into(),
        })
    };
    let all = [
        PasswordTag::Rotating(None),
        PasswordTag::Rotating(attempt(None, "")),
        PasswordTag::Rotating(attempt(Some(1_764_412_345_678), &accepted.write())),
        accepted,
        PasswordTag::Requested,
        PasswordTag::Restoring(None),
        PasswordTag::Restoring(attempt(Some(0), "restoring")),
        PasswordTag::Setting(None),
        PasswordTag::Setting(attempt(Some(1_764_412_345_678), "requested")),
        PasswordTag::Demanded(secret.into()),
        PasswordTag::Released(secret.into()),
    ];
    for tag in all {
        // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Tagging-Resources.html
        assert!(tag.write().len() <= 256, "{}", tag.write());
        assert_eq!(PasswordTag::read(&tag.write()), tag);
    }
}
