import { createHash, type KeyObject, sign, verify } from "node:crypto";

/** As much of a request as a signature is about. Header names are in lower case. */
export interface Signable {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface SignatureTerms {
  readonly label: string;
  /** `@method`, `content-digest`: in the order in which they are signed. */
  readonly components: readonly string[];
  /** Seconds since 1970. */
  readonly created: number;
  readonly nonce?: string;
  readonly keyid: string;
}

/** What a signature says of itself, before anybody checked it. */
export interface ReadSignature extends Omit<SignatureTerms, "created" | "keyid"> {
  readonly created: number | null;
  readonly keyid: string | null;
  /** The parameters as they were sent, which is how they are signed. */
  readonly params: string;
  readonly bytes: Uint8Array;
}

/** The two headers of a signature (RFC 9421, HTTP Message Signatures) with Ed25519. */
export function signMessage(message: Signable, terms: SignatureTerms, key: KeyObject): Record<string, string> {
  const { label, components, created, nonce, keyid } = terms;
  const list = components.map((name) => `"${name}"`).join(" ");
  const params = `(${list});created=${created}${nonce === undefined ? "" : `;nonce="${nonce}"`};keyid="${keyid}"`;
  const base = signatureBase(message, components, params);
  if (base === null) throw new Error(`a component to sign is missing: ${components.join(", ")}`);
  const signature = sign(null, Buffer.from(base, "utf8"), key).toString("base64");
  return { "signature-input": `${label}=${params}`, signature: `${label}=:${signature}:` };
}

const inputPattern =
  /^([a-z*][a-z0-9_.*-]{0,31})=(\(("[a-z0-9@-]+"(?: "[a-z0-9@-]+")*)\)((?:;[a-z]+=(?:\d{1,15}|"[^"\\]{0,256}"))*))$/;
const signaturePattern = /^([a-z*][a-z0-9_.*-]{0,31})=:([A-Za-z0-9+/]{86}==):$/;

/** The one signature of a message, or null where there is none, several, or one in a form that nobody here sends. */
export function readSignature({ headers }: Pick<Signable, "headers">): ReadSignature | null {
  const input = inputPattern.exec(headers["signature-input"] ?? "");
  const signature = signaturePattern.exec(headers.signature ?? "");
  if (!input || !signature || input[1] !== signature[1]) return null;
  const [, label, params, list, rest] = input as unknown as [string, string, string, string, string];
  const components = list.split(" ").map((name) => name.slice(1, -1));
  const named = [...rest.matchAll(/;([a-z]+)=(?:(\d+)|"([^"]*)")/g)].map(([, name, digits, text]) => [name, digits ?? text]);
  const { created, nonce, keyid, alg = "ed25519" } = Object.fromEntries(named) as Record<string, string | undefined>;
  const isTwice = new Set(components).size < components.length || new Set(named.map(([name]) => name)).size < named.length;
  if (isTwice || alg !== "ed25519") return null;
  return {
    label,
    components,
    params,
    created: created === undefined ? null : Number(created),
    ...(nonce !== undefined && { nonce }),
    keyid: keyid ?? null,
    bytes: Buffer.from(signature[2]!, "base64"),
  };
}

/** Whether the signature is this key's over this very message. */
export function isSignedBy(message: Signable, read: ReadSignature, key: KeyObject): boolean {
  const base = signatureBase(message, read.components, read.params);
  return base !== null && verify(null, Buffer.from(base, "utf8"), key, read.bytes);
}

/** RFC 9421, 2.5; null when the message lacks a component. */
function signatureBase(message: Signable, components: readonly string[], params: string): string | null {
  const lines: string[] = [];
  for (const name of components) {
    const value = name.startsWith("@") ? derived[name]?.(message) : message.headers[name]?.trim();
    if (value === undefined) return null;
    lines.push(`"${name}": ${value}`);
  }
  return [...lines, `"@signature-params": ${params}`].join("\n");
}

const derived: Readonly<Record<string, (message: Signable) => string>> = {
  "@method": ({ method }) => method,
  "@target-uri": ({ url }) => url.href,
  "@authority": ({ url }) => url.host,
  "@path": ({ url }) => url.pathname,
};

/** RFC 9530, of the bytes as they go over the wire. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
}
