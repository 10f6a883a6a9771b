import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

/** What a server shows on a TLS line, in PEM. */
export interface Certified {
  readonly key: string;
  readonly cert: string;
}

/** A shop's own certificate authority, which no machine trusts before it is told to. */
export interface Authority {
  readonly pem: string;
  /** For a server under this name or address; good from yesterday until `until`, a year from now by default. */
  certify(host: string, until?: Date): Certified;
}

const day = 86_400_000;
const from = (days: number) => new Date(Date.now() + days * day);

export function anAuthority(name = "Test authority"): Authority {
  const own = aKeyPair();
  const issuer = [{ name: "commonName", value: name }];
  const pem = signed({ subject: issuer, issuer, key: own.publicKey, by: own.privateKey, until: from(365) }, [
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, critical: true },
  ]);
  return {
    pem,
    certify(host, until = from(365)) {
      const server = aKeyPair();
      const subject = [{ name: "commonName", value: host }];
      const name = /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
      const cert = signed({ subject, issuer, key: server.publicKey, by: own.privateKey, until }, [
        { name: "subjectAltName", altNames: [name] },
        { name: "extKeyUsage", serverAuth: true },
      ]);
      return { key: forge.pki.privateKeyToPem(server.privateKey), cert };
    },
  };
}

/** By the machine's own RSA: a tenth of a second, where forge's takes seconds. */
function aKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { privateKey: forge.pki.privateKeyFromPem(privateKey), publicKey: forge.pki.publicKeyFromPem(publicKey) };
}

interface Particulars {
  readonly subject: forge.pki.CertificateField[];
  readonly issuer: forge.pki.CertificateField[];
  readonly key: forge.pki.PublicKey;
  readonly by: forge.pki.rsa.PrivateKey;
  readonly until: Date;
}

let serial = 0;

function signed({ subject, issuer, key, by, until }: Particulars, extensions: object[]): string {
  const certificate = forge.pki.createCertificate();
  serial += 1;
  certificate.serialNumber = `01${serial.toString(16).padStart(6, "0")}`;
  certificate.publicKey = key;
  certificate.validity.notBefore = new Date(Math.min(from(-1).getTime(), until.getTime() - day));
  certificate.validity.notAfter = until;
  certificate.setSubject(subject);
  certificate.setIssuer(issuer);
  certificate.setExtensions(extensions);
  certificate.sign(by, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
