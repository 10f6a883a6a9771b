/** The answer, on standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What went wrong, on standard error. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
