import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

export interface InstallSize {
  /** The packed tarball, unpacked, and every package a production install brings, in MB. */
  readonly mb: number;
  readonly packages: number;
  readonly directDependencies: number;
}

/** What `npm install --omit=dev` puts on the disk, reckoned from the lock file and the packages as they lie here. */
export function installSize(): InstallSize {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, LockedPackage> };
  const closure = Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
    .map(([path]) => path);
  const bytes = closure.reduce((sum, path) => sum + ownBytes(join(root, path)), packedBytes());
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
  return { mb: bytes / 1_000_000, packages: closure.length, directDependencies: Object.keys(dependencies).length };
}

/** A package's own files; packages nested inside it are counted by themselves. */
function ownBytes(folder: string): number {
  try {
    return readdirSync(folder)
      .filter((name) => name !== "node_modules")
      .reduce((sum, name) => sum + bytesOf(join(folder, name)), 0);
  } catch {
    return 0; // an optional package for another system
  }
}

function bytesOf(path: string): number {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

function packedBytes(): number {
  const answer = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return (JSON.parse(answer) as { unpackedSize: number }[])[0]?.unpackedSize ?? 0;
}
