// A certified OpenID provider on this machine, for the tests: `oidc-provider`, over TLS, and
// behind a hand that can bend each of its answers. It prints its port when it is ready.
//
//   POST /control {people, who, bend}   replaces all three, and what was heard
//     people: {sub: {email, email_verified, …}}   who they are
//     who:    sub of whoever is signed in at once; without it a page asks
//     bend:   see below; {} leaves every answer as the provider gave it
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import * as jose from "jose";
import Provider from "oidc-provider";

const { CERTIFICATE, KEY } = process.env;
const CALLBACK = "/accounts/oidc/council/login/callback/";
const SLOW = 30_000;

let hand = { people: {}, who: "", bend: {} };
const heard = [];

async function newKey(kid) {
  const pair = await jose.generateKeyPair("ES256", { extractable: true });
  return { ...(await jose.exportJWK(pair.privateKey)), kid, alg: "ES256", use: "sig" };
}
const own = await newKey("own");
const foreign = await newKey("own");
const rotated = await newKey("rotated");
const publicly = ({ d, ...rest }) => rest;

const server = createServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) });
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `https://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "portal",
      client_secret: "a secret",
      redirect_uris: [`https://portal.example${CALLBACK}`],
      token_endpoint_auth_method: "client_secret_post",
      id_token_signed_response_alg: "ES256",
    },
  ],
  jwks: { keys: [own] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["only for tests"] },
  enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  // A portal that leaves PKCE out is turned away.
  pkce: { required: () => true },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...hand.people[id] }),
  }),
  // Nobody is asked for consent: it is the council's own application.
  async loadExistingGrant(ctx) {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
});
// The live server of a test has another port each time.
provider.Client.prototype.redirectUriAllowed = (uri) =>
  new URL(uri).pathname === CALLBACK && ["localhost", "127.0.0.1", "testserver"].includes(new URL(uri).hostname);

// Null takes a value away, anything else takes its place.
function bent(values, changes = {}) {
  const all = { ...values, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

async function signed(token, { claims = {}, key = "own", algorithm = "ES256", kid }) {
  const payload = bent(jose.decodeJwt(token), claims);
  const header = { alg: algorithm, kid: kid ?? { own, foreign, rotated }[key]?.kid ?? "own" };
  if (algorithm === "none") {
    const plain = (part) => jose.base64url.encode(JSON.stringify(part));
    return `${plain(header)}.${plain(payload)}.`;
  }
  const secret =
    algorithm === "HS256"
      ? new TextEncoder().encode("a secret".padEnd(32, "."))
      : await jose.importJWK({ own, foreign, rotated }[key], "ES256");
  return new jose.SignJWT(payload).setProtectedHeader(header).sign(secret);
}

provider.use(async (ctx, next) => {
  await next();
  const { bend } = hand;
  if (ctx.path === "/jwks" && bend.keys !== undefined) {
    ctx.body = { keys: bend.keys };
  } else if (ctx.path === "/.well-known/openid-configuration" && bend.discovery) {
    ctx.body = bent(ctx.body, bend.discovery);
  } else if (ctx.path === "/jwks" && bend.jwks === "rotated") {
    ctx.body = { keys: [publicly(rotated)] };
  } else if (ctx.path === "/token" && ctx.body?.id_token) {
    if (bend.token) ctx.body.id_token = await signed(ctx.body.id_token, bend.token);
    ctx.body = bent(ctx.body, bend.answer);
  } else if (ctx.path === "/me" && bend.userinfo) {
    ctx.body = bent(ctx.body, bend.userinfo);
  } else if (ctx.path.startsWith("/auth") && bend.back) {
    const location = new URL(ctx.response.get("location") || "/", issuer);
    if (location.pathname === CALLBACK) {
      for (const [name, value] of Object.entries(bend.back)) {
        if (value === null) location.searchParams.delete(name);
        else location.searchParams.set(name, value);
      }
      ctx.redirect(location.href);
    }
  }
});

// Whole answers that are no answers, by the start of a path: {"/token": "html"}.
const OUT_OF_ORDER = {
  500: (res) => res.writeHead(500).end("{}"),
  redirect: (res) => res.writeHead(302, { location: `${issuer}/jwks` }).end(),
  html: (res) => res.writeHead(200, { "content-type": "text/html" }).end("<h1>Maintenance</h1>"),
  list: (res) => res.writeHead(200, { "content-type": "application/json" }).end("[1]"),
  huge: (res) =>
    res
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ much: "x".repeat(2_000_000) })),
  slow: (res) => setTimeout(() => res.end("{}"), SLOW).unref(),
  // A byte now and then: each arrives in time, and all of it never.
  drip: (res) => {
    res.writeHead(200, { "content-type": "application/json", "content-length": 1_000_000 });
    const tap = setInterval(() => res.write(" "), 100);
    res.on("close", () => clearInterval(tap));
  },
  cut: (res) => res.destroy(),
};

async function body(req) {
  let text = "";
  for await (const part of req) text += part;
  return text;
}

const PAGE = `<!doctype html><html lang="en"><title>Council</title><link rel="icon" href="data:,">
<body><main><h1>Council account</h1><form method="post">
<label>Who are you? <input name="who"></label><button>Sign in</button></form></main></body></html>`;

const serve = provider.callback();
server.on("request", async (req, res) => {
  const path = new URL(req.url, issuer).pathname;
  if (path === "/control") {
    hand = { people: {}, who: "", bend: {}, ...JSON.parse(await body(req)) };
    heard.length = 0;
    return res.end("{}");
  }
  if (path === "/heard") return res.end(JSON.stringify(heard));
  heard.push(`${req.method} ${req.url}`);
  for (const [start, how] of Object.entries(hand.bend.out ?? {})) {
    if (path.startsWith(start)) return OUT_OF_ORDER[how](res);
  }
  if (path.startsWith("/interaction/")) {
    const who =
      hand.who || (req.method === "POST" && new URLSearchParams(await body(req)).get("who"));
    if (who === "nobody") {
      const no = { error: "access_denied", error_description: "nobody" };
      return provider.interactionFinished(req, res, no);
    }
    if (who) return provider.interactionFinished(req, res, { login: { accountId: who } });
    return res.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  }
  return serve(req, res);
});

console.log(server.address().port);
// Gone at the latest with whoever started it.
process.stdin.resume();
process.stdin.on("end", () => process.exit());
