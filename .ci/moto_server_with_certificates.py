"""Runs moto's server with changes.

- The certificates of MOTO_CERTIFICATES exist from the start: a university has its certificates before it deploys, and moto's
  API does not let a client choose an ARN.
- RDS offers the instance classes that the tests declare, with one release of each engine. moto offers few classes, and those
  only for two engines.
- S3 checks the condition of a write and writes atomically. In moto, two threads can pass the check at the same time.
- UpdateDeliveryConfiguration of CloudWatch Logs exists.
- The response of GetBucketVersioning has the name that S3 gives it. An SDK cannot parse moto's.

    MOTO_CERTIFICATES='arn:aws:acm:…:certificate/… …' python moto_server_with_certificates.py --host 127.0.0.1 --port PORT
"""

import functools
import os
import threading
from collections.abc import Callable

from moto.acm.models import CertBundle, acm_backends
from moto.logs.responses import LogsResponse
from moto.rds.models import RDSBackend
from moto.s3.responses import S3Response
from moto.server import main

RELEASES = {
    "mysql": "8.4.6",
    "mariadb": "11.4.5",
    "postgres": "16.4",
    "aurora-mysql": "8.0.mysql_aurora.3.10.0",
    "aurora-postgresql": "16.4",
}
CLASSES = ("db.r6g.large", "db.r6g.xlarge", "db.r6g.2xlarge", "db.serverless")


def issue(arn: str) -> None:
    """Adds an issued certificate with this ARN to the account and region of the ARN."""
    _, _, _, region, account, _ = arn.split(":", 5)
    certificate = CertBundle.generate_cert("learn.example.edu", account, region)
    certificate.arn = arn
    certificate.status = "ISSUED"
    acm_backends[account][region]._certificates[arn] = certificate


def offers(_backend, engine: str, _version: str | None) -> list[dict]:
    """Returns the orderable instance options."""
    return [
        {
            "Engine": engine,
            "EngineVersion": RELEASES[engine],
            "DBInstanceClass": name,
            # One class cannot, for a test.
            "MultiAZCapable": name != "db.r6g.2xlarge",
        }
        for name in CLASSES
    ]


def one_at_a_time(method: Callable, lock: threading.Lock) -> Callable:
    """Returns the method with a lock, so that only one call runs at a time."""

    @functools.wraps(method)
    def locked(self):
        with lock:
            return method(self)

    return locked


def versioning(response: S3Response) -> tuple[int, dict, str]:
    """Returns the response of GetBucketVersioning: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html"""
    status = response.backend.get_bucket_versioning(response.bucket_name)
    content = f"<Status>{status}</Status>" if status else ""
    name = "VersioningConfiguration"
    return 200, {}, f'<{name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{content}</{name}>'


def update_delivery(response: LogsResponse) -> str:
    """Changes the fields of a delivery's records."""
    delivery = response.logs_backend.get_delivery(id=response._get_param("id"))
    delivery.record_fields = response._get_param("recordFields") or delivery.record_fields
    return "{}"


writing = threading.Lock()
LogsResponse.update_delivery_configuration = update_delivery
S3Response.get_bucket_versioning = versioning
S3Response.put_object = one_at_a_time(S3Response.put_object, writing)
S3Response.delete_object = one_at_a_time(S3Response.delete_object, writing)
RDSBackend.describe_orderable_db_instance_options = offers
for arn in os.environ.get("MOTO_CERTIFICATES", "").split():
    issue(arn)
main()
