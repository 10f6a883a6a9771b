import { create } from "qrcode";
import { type Bitmap, blankBitmap, fillRectangle } from "../../../receipt/bitmap.ts";

const levels = ["L", "M", "Q", "H"] as const;

/** The QR code a printer keeps until it is told to print it. It chooses the version itself, and draws no quiet zone. */
export class QrStore {
  #moduleDots = 3;
  #level: (typeof levels)[number] = "L";
  #version: number | undefined;
  #isModel2 = true;
  #data: Uint8Array | undefined;

  /** Function 165; only model 2 is drawn. */
  chooseModel(n: number): void {
    this.#isModel2 = n === 50;
  }

  /** Function 167. */
  chooseSize(dots: number): void {
    if (dots >= 1 && dots <= 16) this.#moduleDots = dots;
  }

  /** Function 169: 48 to 51. */
  chooseLevel(n: number): void {
    this.#level = levels[n - 48] ?? this.#level;
  }

  /** Function 118 of WinPOS; 0 leaves the choice to the printer again. */
  forceVersion(version: number): void {
    this.#version = version >= 1 && version <= 40 ? version : undefined;
  }

  /** Function 180. */
  keep(data: Uint8Array): void {
    this.#data = data.length > 0 ? data : undefined;
  }

  get data(): string {
    return Buffer.from(this.#data ?? []).toString("utf8");
  }

  /** What function 181 prints; nothing when nothing is kept, or it fits no QR code. */
  draw(): Bitmap | undefined {
    if (!this.#data || !this.#isModel2) return undefined;
    const modules = this.#modulesOf(this.#data);
    if (!modules) return undefined;
    const dots = this.#moduleDots;
    const picture = blankBitmap(modules.size * dots, modules.size * dots);
    for (let y = 0; y < modules.size; y++)
      for (let x = 0; x < modules.size; x++)
        if (modules.data[y * modules.size + x]) fillRectangle(picture, x * dots, y * dots, dots, dots);
    return picture;
  }

  #modulesOf(data: Uint8Array) {
    const version = this.#version === undefined ? {} : { version: this.#version };
    try {
      return create([{ data, mode: "byte" }], { errorCorrectionLevel: this.#level, ...version }).modules;
    } catch {
      return undefined; // too long for the largest code, or for the forced version
    }
  }
}
