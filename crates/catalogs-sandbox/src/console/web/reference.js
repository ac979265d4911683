// The viewer in its frame: which document it shows, and how its requests go out.
"use strict";

(async () => {
  const route = new URLSearchParams(location.search).get("route") === "gateway" ? "gateway" : "direct";
  const settings = await (await fetch("/console/settings")).json();

  // The service wants headers that a page cannot set, and two that the viewer leaves out.
  const send = (input, init) => {
    const request = new Request(input, init);
    const { pathname, origin } = new URL(request.url);
    if (origin !== location.origin || !settings.prefixes.some((prefix) => pathname.startsWith(prefix))) {
      return fetch(request);
    }
    const headers = new Headers(request.headers);
    const set = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("X-Console-User-Agent", set.get("User-Agent") ?? settings.user_agent);
    headers.set("X-Console-Accept-Encoding", "gzip, deflate, br");
    headers.set("Content-Type", "application/json");
    if ((headers.get("Accept") ?? "*/*") === "*/*") headers.set("Accept", "application/json");
    return fetch(new Request(request, { headers }));
  };

  const methods = ["get", "post", "put", "delete"];
  const place = ({ method }) => methods.indexOf(method.toLowerCase());

  const securitySchemes = route === "direct"
    ? { apiToken: { token: settings.api_token } }
    : {
        oauth2: {
          flows: {
            authorizationCode: {
              "x-scalar-client-id": settings.client_id,
              clientSecret: settings.client_secret,
              "x-scalar-redirect-uri": `${location.origin}/console/consented`,
              "x-scalar-credentials-location": "body",
              "x-usePkce": "no",
            },
          },
        },
      };

  document.querySelector(".waiting").remove();
  Scalar.createApiReference("#reference", {
    url: `/console/openapi/${route}`,
    customFetch: send,
    authentication: {
      preferredSecurityScheme: route === "direct" ? "apiToken" : "oauth2",
      securitySchemes,
    },
    // Nothing leaves this machine.
    withDefaultFonts: false,
    telemetry: false,
    proxyUrl: "",
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: "never",
    hideClientButton: true,
    // The page's halves follow the system together.
    hideDarkModeToggle: true,
    // Each operation brings its own snippets.
    hiddenClients: true,
    documentDownloadType: "none",
    defaultOpenAllTags: true,
    // As in the documentation: the collection, then what is in it; reading, then writing.
    operationsSorter: (one, other) => one.path.localeCompare(other.path) || place(one) - place(other),
  });
})();
