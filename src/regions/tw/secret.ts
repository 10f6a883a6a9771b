import type { RegionSecret } from "../secret.ts";
import { cipherOf, qrKeyFromHex, qrKeyFromPassphrase } from "./cipher.ts";

/** `AB112233441234=…24 characters…`, the plus sign between number and random code being optional. */
const knownCipher = /^([A-Z]{2}\d{8})\+?(\d{4})=([A-Za-z0-9+/]{22}==)$/;

/** The AES key of 加密驗證資訊 (spec/taiwan.md 6.3). */
export const twSecret: RegionSecret = {
  fromHex(hex) {
    const { length } = [...hex];
    if (length !== 32) return refused("hex", `The QR key must be exactly 32 hexadecimal digits; this has ${length} characters.`);
    const wrong = /[^0-9A-Fa-f]/u.exec(hex);
    if (wrong) return refused("hex", `The QR key has hexadecimal digits only (0 to 9, A to F); "${wrong[0]}" is none.`);
    return { result: "read", hex: hex.toUpperCase() };
  },
  fromPassphrase(passphrase) {
    if (passphrase.trim() === "") return refused("passphrase", "The 種子密碼 is empty.");
    if (passphrase.trim() !== passphrase) return refused("passphrase", "The 種子密碼 begins or ends with a blank.");
    return { result: "read", hex: Buffer.from(qrKeyFromPassphrase(passphrase)).toString("hex").toUpperCase() };
  },
  proves(hex, known) {
    const [, number, randomCode, cipher] = knownCipher.exec(known.trim()) ?? [];
    if (number === undefined || randomCode === undefined) return null;
    return cipherOf(qrKeyFromHex(hex), number, randomCode) === cipher;
  },
};

function refused(path: string, message: string) {
  return { result: "refused", fault: { path, code: "qr-key", message } } as const;
}
