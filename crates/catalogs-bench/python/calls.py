"""Makes calls with `requests`, as integrations with ATI.SU do, and tells how long they took.

Reads a line of JSON for each batch of calls, and answers with a line of JSON.
"""

import json
import platform
import sys
import time

import requests

origin, token, code = sys.argv[1:]
base = origin + "/v1.2/catalogs/organizations"
session = requests.Session()
session.trust_env = False
session.headers.update(
    {
        "Authorization": "Bearer " + token,
        "User-Agent": "ati_integrator_" + code,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Accept-Encoding": "gzip, deflate, br",
    }
)


def call(batch):
    if "id" in batch:
        response = session.get(base + "/" + batch["id"], timeout=60)
    else:
        response = session.post(base, json=batch["body"], timeout=60)
    response.raise_for_status()
    return response.json()


print(f"Python {platform.python_version()}, requests {requests.__version__}", flush=True)
for line in sys.stdin:
    batch = json.loads(line)
    latencies = []
    call(batch)  # the first may have to connect
    cpu = time.process_time()
    for _ in range(batch["calls"]):
        start = time.perf_counter()
        call(batch)
        latencies.append(time.perf_counter() - start)
    cpu = time.process_time() - cpu
    print(json.dumps({"latencies": latencies, "cpu": cpu / batch["calls"]}), flush=True)
