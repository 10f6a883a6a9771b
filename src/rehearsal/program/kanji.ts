import { at, type Command, type CommandTable, onlyIf, withOne, withTwo } from "./reading.ts";

/** What begins with FS; a printer without a Chinese ROM knows none of it. */
export const kanji: CommandTable = {
  33: known(33, (press, n) => {
    const [widthScale, heightScale] = [n & 0x04 ? 2 : 1, n & 0x08 ? 2 : 1];
    press.set({ kanjiStyle: { widthScale, heightScale, underline: (n & 0x80) !== 0 } });
  }),
  38: onlyIf(
    hasChinese,
    [0x1c, 38],
    at((press) => press.set({ multibyte: true })),
  ),
  45: known(45, (press, n) => press.set({ kanjiStyle: { ...press.modes.kanjiStyle, underline: (n & 0x03) !== 0 } })),
  46: onlyIf(
    hasChinese,
    [0x1c, 46],
    at((press) => press.set({ multibyte: false })),
  ),
  67: known(67, () => {}), // the code system of Japanese and some Chinese models: nothing here can be switched
  83: onlyIf(
    hasChinese,
    [0x1c, 83],
    withTwo((press, left, right) => press.set({ kanjiGaps: [press.sideDots(left), press.sideDots(right)] })),
  ),
  87: known(87, (press, n) => {
    const scale = (n & 0x01) !== 0 ? 2 : 1;
    press.set({ kanjiStyle: { ...press.modes.kanjiStyle, widthScale: scale, heightScale: scale } });
  }),
};

function hasChinese(press: Parameters<Command>[0]): boolean {
  return press.model.rom !== "ascii";
}

function known(code: number, act: Parameters<typeof withOne>[0]): Command {
  return onlyIf(hasChinese, [0x1c, code], withOne(act));
}
