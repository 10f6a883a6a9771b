import { readdirSync, readFileSync } from "node:fs";

/** The resident memory of a process and all below it, in MB. Linux only: null elsewhere. */
export function residentMb(pid: number): number | null {
  if (process.platform !== "linux") return null;
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statusOf);
  const family = new Set([pid]);
  for (const { pid: child, parent } of all.sort((one, other) => one.pid - other.pid)) if (family.has(parent)) family.add(child);
  return all.filter((one) => family.has(one.pid)).reduce((sum, { kb }) => sum + kb, 0) / 1000;
}

function statusOf(name: string): { pid: number; parent: number; kb: number }[] {
  try {
    const status = readFileSync(`/proc/${name}/status`, "latin1");
    const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return [{ pid: Number(name), parent: number("PPid"), kb: number("VmRSS") }];
  } catch {
    return []; // it ended meanwhile
  }
}
