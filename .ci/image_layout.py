"""Writes a container image into a folder as an OCI layout, for `image publish --from FOLDER`.

    python image_layout.py FOLDER PLATFORM… [--layers N] [--size BYTES] [--seed TEXT] [--version VERSION]

prints the digest of each platform's manifest. The same arguments create the same image.
"""

import argparse
import gzip
import hashlib
import io
import json
import random
import tarfile
from pathlib import Path

OCI = "application/vnd.oci.image"


class Layout:
    """The blobs of an OCI layout."""

    def __init__(self, folder: Path):
        self.blobs = folder / "blobs" / "sha256"
        self.blobs.mkdir(parents=True)

    def put(self, media_type: str, content: bytes) -> dict:
        """Writes a blob, and returns its descriptor."""
        digest = hashlib.sha256(content).hexdigest()
        (self.blobs / digest).write_bytes(content)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}


def layer(name: str, content: bytes) -> bytes:
    """Returns a tar archive with one file."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return tar.getvalue()


def image(layout: Layout, platform: str, arguments: argparse.Namespace) -> dict:
    """Writes the image for one platform, and returns the descriptor of its manifest."""
    layers, diffs = [], []
    for number in range(arguments.layers):
        rng = random.Random(f"{arguments.seed} {platform} {number}")
        content = layer(f"file-{number}", rng.randbytes(arguments.size))
        diffs.append("sha256:" + hashlib.sha256(content).hexdigest())
        layers.append(layout.put(f"{OCI}.layer.v1.tar+gzip", gzip.compress(content, compresslevel=0, mtime=0)))
    system, architecture = platform.split("/")
    config = {
        "os": system,
        "architecture": architecture,
        "config": {"Labels": {"org.opencontainers.image.version": arguments.version}},
        "rootfs": {"type": "layers", "diff_ids": diffs},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": f"{OCI}.manifest.v1+json",
        "config": layout.put(f"{OCI}.config.v1+json", json.dumps(config).encode()),
        "layers": layers,
    }
    descriptor = layout.put(f"{OCI}.manifest.v1+json", json.dumps(manifest).encode())
    return descriptor | {"platform": {"os": system, "architecture": architecture}}


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a container image into a folder as an OCI layout.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("platforms", nargs="+", metavar="PLATFORM", help="such as linux/amd64")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--seed", default="")
    parser.add_argument("--version", default="5.2.2")
    arguments = parser.parse_args()
    layout = Layout(arguments.folder)
    images = [image(layout, platform, arguments) for platform in arguments.platforms]
    index = {"schemaVersion": 2, "mediaType": f"{OCI}.index.v1+json", "manifests": images}
    (arguments.folder / "index.json").write_text(json.dumps(index))
    (arguments.folder / "oci-layout").write_text(json.dumps({"imageLayoutVersion": "1.0.0"}))
    for one in images:
        print(one["digest"])


if __name__ == "__main__":
    main()
