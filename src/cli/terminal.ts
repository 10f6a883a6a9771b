/** The answer, on standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** An answer that is a file, byte for byte. */
export function pour(bytes: Uint8Array): void {
  process.stdout.write(bytes);
}

/** What went wrong, on standard error. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
