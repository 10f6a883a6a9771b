import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Faces, readFaces } from "../receipt/glyphs.ts";

/** Where the package lies: beside `package.json`, whether this runs from `src` or from `dist`. */
const root = packageRoot(dirname(fileURLToPath(import.meta.url)));

export const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/** The shipped letters, in every size a slip needs. */
export function loadFaces(): Faces {
  return readFaces((face) => readFileSync(join(root, "assets", "glyphs", `${face}.pack`)));
}

/** The home a command means: `--home`, TILLSEAL_HOME, the demo in `./.tillseal` where there is one, `~/.tillseal` otherwise. */
export function homeFolder(home: string | undefined): string {
  return newHomeFolder(home, existsSync(".tillseal"));
}

/** Where a command that makes a home makes it: `--home`, TILLSEAL_HOME, else `./.tillseal` for a demo and `~/.tillseal` for a shop. */
export function newHomeFolder(home: string | undefined, demo: boolean): string {
  return resolve(home ?? process.env.TILLSEAL_HOME ?? (demo ? ".tillseal" : join(homedir(), ".tillseal")));
}

/** Where this user's programs keep what they remember: XDG_STATE_HOME, on Windows LOCALAPPDATA, else `~/.local/state`. */
export function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  return join(XDG_STATE_HOME ?? LOCALAPPDATA ?? join(homedir(), ".local", "state"), "tillseal");
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : packageRoot(dirname(folder));
}
