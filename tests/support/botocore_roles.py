# What botocore does in profile dev, for each line of JSON {config, credentials} on stdin: a line of JSON,
# {"calls": [[ARN, EXTERNAL_ID], …], "key": ID} with the key of the first call, or of no call, or {"error": TYPE}.
# No network: STS is replaced by a recorder.
import datetime
import json
import os
import sys
import tempfile

import botocore.session

folder = tempfile.mkdtemp()
config, credentials = os.path.join(folder, "config"), os.path.join(folder, "credentials")
for name in list(os.environ):
    if name.startswith("AWS_"):
        del os.environ[name]
os.environ.update(
    AWS_CONFIG_FILE=config,
    AWS_SHARED_CREDENTIALS_FILE=credentials,
    AWS_EC2_METADATA_DISABLED="true",
    HOME=folder,
)


class Recorder:
    def __init__(self, calls, keys, key):
        self.calls = calls
        keys.append(key)

    def assume_role(self, RoleArn, ExternalId=None, **_):
        self.calls.append([RoleArn, ExternalId])
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        return {"Credentials": {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": end}}


def resolve():
    calls, keys = [], []
    session = botocore.session.Session(profile="dev")
    session.create_client = lambda *_, aws_access_key_id=None, **__: Recorder(calls, keys, aws_access_key_id)
    resolver = session.get_component("credential_provider")
    for provider in resolver.providers:
        if hasattr(provider, "_prompter"):
            provider._prompter = lambda _: "123456"
    found = session.get_credentials()
    if found is None:
        return {"error": "none"}
    frozen = found.get_frozen_credentials()
    first = next((key for key in keys if key != "ASIA"), None)
    return {"calls": calls, "key": first if calls else frozen.access_key}


for line in sys.stdin:
    case = json.loads(line)
    for path, key in ((config, "config"), (credentials, "credentials")):
        with open(path, "w", newline="", encoding="utf-8") as file:
            file.write(case[key])
    try:
        found = resolve()
    except Exception as error:  # whatever it refuses
        found = {"error": type(error).__name__}
    print(json.dumps(found), flush=True)
