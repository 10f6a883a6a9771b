import { stringify } from "yaml";
import type { OpeningPlan } from "./plan.ts";

/** `tillseal.yaml` of a new shop: what was chosen, each with its sentence, and where to read of the rest. */
export function configText({ seller, config, environment }: OpeningPlan, region: string): string {
  const { printers, logoLine, upstream } = config;
  const chosen = [
    say("Whose law applies.", { region }),
    say("Who sells, as on the tax registration.", { seller }),
    logoLine !== undefined && say("The line above the slip's title.", { logoLine }),
    printers.length > 0 && say("The first one prints the proof slips.", { printers }),
    upstream !== undefined && say("Where documents go. Without it they are held.", { upstream }),
  ];
  const head = `# A ${environment} till, opened with \`tillseal init\`. config/tillseal.example.yaml shows every key with its meaning;\n# what is not here has its default.\n`;
  return [head, ...chosen.filter((part) => part !== false)].join("\n");
}

function say(sentence: string, keys: object): string {
  return `# ${sentence}\n${stringify(keys)}`;
}
