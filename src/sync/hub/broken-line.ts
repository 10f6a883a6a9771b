const untrusted =
  "its certificate is signed by nobody this machine trusts (for an authority of your own, start the till with NODE_EXTRA_CA_CERTS=/path/ca.pem)";

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known (is this machine online?)",
  EAI_AGAIN: "its name cannot be looked up (is this machine online?)",
  EHOSTUNREACH: "there is no way to it (is this machine online?)",
  ENETUNREACH: "there is no network",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ABORT_ERR: "it did not answer in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: "its certificate has expired (or this machine's clock is wrong)",
  CERT_NOT_YET_VALID: "its certificate is not valid yet (or this machine's clock is wrong)",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** Why a line to a server could not be opened or broke, for a person: by Node's code where it has words, else as the error says. */
export function brokenLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // nodemailer puts a code of its own in the place of the system's, and keeps that one beside it.
  const { code, originalCode } = error as { code?: unknown; originalCode?: unknown };
  return words[String(originalCode ?? code)] ?? error.message;
}
