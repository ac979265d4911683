# Python 3.8 or newer: pip install requests brotli

import json
import os
import sys
import time
from urllib.parse import urljoin, urlsplit

import brotli  # requests decompresses responses with it
import requests


def token(variable):
    """Reads the token from the environment."""
    return os.environ.get(variable) or sys.exit(f"set {variable}: the token is read from there")


def call(method, url, **request):
    """Sends a request and returns the response's body, which is JSON or empty.

    Redirects are followed with the method and the body as they are: left to itself, requests
    would turn a POST, a PUT or a DELETE into a GET. After a 429 it waits, and asks again.
    """
    pause = 0.1
    for _ in range(8):
        try:
            response = requests.request(
                method,
                url,
                **request,
                timeout=60,
                allow_redirects=False,
                # The token is in the headers; without this, ~/.netrc could take its place.
                auth=lambda prepared: prepared,
            )
        except (requests.RequestException, ValueError) as error:
            is_network_error = isinstance(error, requests.RequestException)
            if is_network_error and not isinstance(error, requests.exceptions.InvalidHeader):
                sys.exit(f"{method} {url}: no response: {error}")
            # Its text would show the token.
            sys.exit(f"{method} {url}: cannot be sent; look at the token")
        if response.status_code == 429:  # at most 10 requests a second
            time.sleep(pause)
            pause *= 2
            continue
        if response.status_code not in (301, 302, 307, 308):
            break
        target = response.headers.get("Location", "")
        try:
            target = urljoin(url, target)
            same = urlsplit(target)[:2] == urlsplit(url)[:2]
        except ValueError:
            same = False
        if not same:
            sys.exit(f"{method} {url}: redirected to {target}, where the token must not go")
        url = target

    text = response.content.decode(errors="replace")
    if not 200 <= response.status_code <= 299:
        sys.exit(f"{method} {url}: {response.status_code} {response.reason}\n{text}")
    try:
        json.loads(response.content.strip() or "null")
    except ValueError:
        sys.exit(f"{method} {url}: {response.status_code}, but the response is not JSON\n{text}")
    return response.content


def show(response):
    """Prints a response, if there is one."""
    if not response.strip():
        return
    value = json.loads(response)
    try:
        print(json.dumps(value, ensure_ascii=False, indent=2))
    except UnicodeEncodeError:  # not every terminal has every letter
        print(json.dumps(value, indent=2))


# create an organization
response = call(
    "POST",
    "https://api.ati.su/v1.2/catalogs/organizations",
    headers={
        "Authorization": f"Bearer {token('ATI_TOKEN')}",
        "User-Agent": "ati_integrator_64357",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Accept-Encoding": "gzip, deflate, br",
    },
    json={
        "address_ids": ["0a710002-0000-4000-8000-000000000001"],
        "all_departments_allowed": False,
        "contact_person_ids": [],
        "department_ids": [7, 12],
        "docs_address": {
            "city_id": 1,
            "house_no": "5, стр. 2",
            "office_no": "\"А\"",
            "postcode": "101000",
            "street_name": "ул. Складская",
        },
        "extra_phone": None,
        "inn": "7707083893",
        "name": "ООО «Ромашка»",
        "ownership": 1,
        "phone": "+7 495 123-45-60",
        "residency": 1,
    },
)
show(response)
