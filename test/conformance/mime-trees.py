"""
Makes mime-trees.json: what CPython's email package, a reader that shares nothing with ours, reads of messages.

    python3 test/conformance/mime-trees.py < rows > test/conformance/mime-trees.json

A line of `rows` is a row's id, a tab and the file's path. The form of a tree is that of treeText in mime-judged.ts.
"""

import email
import email.policy
import hashlib
import json
import re
import sys


def digest(part):
    octets = part.get_payload(decode=True) or b''
    octets = octets.replace(b'\r\n', b'\n').replace(b'\r', b'\n')
    octets = re.sub(rb'[ \t]+(?=\n|$)', b'', octets).rstrip(b'\n')
    return hashlib.sha256(octets).hexdigest()[:12]


def tree(part):
    kind = part.get_content_type()
    isMessage = kind in ('message/rfc822', 'message/global', 'message/news')
    if kind.startswith('message/') and not isMessage:
        return kind
    if isinstance(part.get_payload(), list):
        return '%s(%s)' % (kind, ' '.join(tree(child) for child in part.get_payload()))
    return kind if kind.startswith('multipart/') else '%s#%s' % (kind, digest(part))


trees = {}
for line in sys.stdin:
    row, path = line.rstrip('\n').split('\t')
    with open(path, 'rb') as file:
        trees[row] = tree(email.message_from_binary_file(file, policy=email.policy.compat32))
json.dump(trees, sys.stdout, indent=2, sort_keys=True)
print()
