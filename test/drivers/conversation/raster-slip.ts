/** Forty bands of eight rows, then a cut: raster as a slip brings it, 40 mm of paper. */
const band = Buffer.concat([Buffer.from([0x1d, 0x76, 0x30, 0x00, 48, 0, 8, 0]), Buffer.alloc(48 * 8, 0x55)]);

export const rasterSlip = { pieces: [...Array<Buffer>(40).fill(band), Buffer.from([0x1d, 0x56, 0x42, 0x00])], paperMm: 60 };
