"""Check a ledger's proof: python3 verify_proof.py PROOF.json. Needs Python 3.8, and for signatures openssl 3."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROW = ("seq", "at", "kind", "act", "by", "about", "object", "digest", "ref", "prev")
text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
HEAD = ("log", "node", "digest", "size", "root", "at")


def sm3(data):  # GB/T 32905-2016, for a Python whose OpenSSL lacks it
    def rol(x, n):
        return (x << n % 32 | x >> 32 - n % 32) & 0xFFFFFFFF

    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    data += b"\x80" + bytes((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "big")
    for at in range(0, len(data), 64):
        w = [int.from_bytes(data[at + i : at + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)
            w.append(x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = v
        for j in range(64):
            s = rol(rol(a, 12) + e + rol(0x79CC4519 if j < 16 else 0x7A879D8A, j) & 0xFFFFFFFF, 7)
            ff, gg = (a ^ b ^ c, e ^ f ^ g) if j < 16 else (a & b | a & c | b & c, e & f | ~e & g)
            t = gg + h + s + w[j] & 0xFFFFFFFF
            a, b, c, d = ff + d + (s ^ rol(a, 12)) + (w[j] ^ w[j + 4]) & 0xFFFFFFFF, a, rol(b, 9), c
            e, f, g, h = t ^ rol(t, 9) ^ rol(t, 17), e, rol(f, 19), g
        v = [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]  # noqa: B905
    return b"".join(x.to_bytes(4, "big") for x in v)


def digest(name, data):
    own = name == "sm3" and name not in hashlib.algorithms_available
    return sm3(data) if own else hashlib.new({"sm3": "sm3", "sha256": "sha256"}[name], data).digest()


def need(true, otherwise):
    if not true:
        raise ValueError(otherwise)


def root_of(leaf, index, size, path, name):  # RFC 9162, section 2.1.3.2
    last = size - 1
    for sibling in map(bytes.fromhex, path):
        need(last > 0, "the path is too long")
        right = index & 1 or index == last
        while right and index and not index & 1:
            index, last = index >> 1, last >> 1
        leaf = digest(name, b"\x01" + (sibling + leaf if right else leaf + sibling))
        index, last = index >> 1, last >> 1
    need(last == 0, "the path is too short")
    return leaf.hex()


def check_signature(whose, data, by):
    der = base64.b64decode("".join(by["public_key"].split("\n")[1:-2]))
    need(hashlib.sha256(der).hexdigest()[:16] == by["key_id"], f"{whose}: the key has another id")
    more = {"sm2": " -digest sm3 -pkeyopt distid:1234567812345678", "ed25519": ""}[by["algorithm"]]
    command = "openssl pkeyutl -verify -pubin -inkey key -rawin -in data -sigfile signature" + more
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "data").write_bytes(data.encode())
        Path(folder, "key").write_text(by["public_key"])
        Path(folder, "signature").write_bytes(bytes.fromhex(by["signature"]))
        if not shutil.which("openssl"):
            return print(f"{whose}: signature NOT CHECKED, for want of the openssl command")
        done = subprocess.run(
            command.split(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
    need(done.returncode == 0, f"{whose}: the signature is false")
    print(f"{whose}: signed by key {by['key_id']} (compare it with the published one)")


def check(proof):
    row, head, details = proof["row"], proof["head"], proof["details"]
    need(proof["format"] == "cdos-ledger-proof-1" and set(row) == {*ROW}, "this is no proof of this form")
    clear = bytes.fromhex(details["salt"]) + details["text"].encode() if details else b""
    need(not details or digest(details["digest"], clear).hex() == row["digest"], "the details are others")
    leaf = digest(head["digest"], b"\x00" + text(["cdos-row-1", *(row[name] for name in ROW)]).encode())
    root = root_of(leaf, row["seq"] - 1, head["size"], proof["path"], head["digest"])
    need(0 < row["seq"] <= head["size"] and root == head["root"], "the row is not in this ledger")
    print(f"row {row['seq']} of {head['size']}, {row['at']}: {row['act']}", clear and details["text"] or "")
    signed = text(["cdos-head-1", *(head[name] for name in HEAD)])
    check_signature(f"head of {head['node']}", signed, head)
    for one in proof["cosignatures"]:
        said = text(["cdos-cosigned-1", one["node"], one["at"], signed, head["signature"]])
        check_signature(f"witness {one['node']}", said, one)


try:
    check(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
except (ValueError, LookupError, TypeError, AttributeError) as error:
    sys.exit(f"REFUSED: {error}")
print("THE PROOF HOLDS")
