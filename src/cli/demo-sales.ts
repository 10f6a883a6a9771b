/** A dozen sales as shops really make them, each there to show one thing. */
export const demoSales = [
  {
    about: "two teas and a member's discount",
    sale: {
      lines: [
        { name: "珍珠奶茶", quantity: 2, unitPrice: 65, unit: "杯" },
        { name: "會員折扣", quantity: 1, unitPrice: -10 },
      ],
      payments: [{ method: "cash", amount: 120 }],
      terminal: "POS1",
      cashier: "amy",
      orderId: "A-77",
    },
  },
  {
    about: "one coffee, paid by card",
    sale: {
      lines: [{ name: "美式咖啡 (熱)", quantity: 1, unitPrice: 45, unit: "杯" }],
      payments: [{ method: "card", amount: 45 }],
      terminal: "POS1",
    },
  },
  {
    about: "goods by weight: 0.385 kg at NT$ 260",
    sale: { lines: [{ name: "牛腱心", quantity: "0.385", unitPrice: 260, unit: "公斤" }], terminal: "POS2" },
  },
  {
    about: "a unit price with decimals, rounded by the line",
    sale: { lines: [{ name: "九五無鉛汽油", quantity: "32.47", unitPrice: "30.9", unit: "公升" }], terminal: "加油3" },
  },
  {
    about: "five items: all of them fit the codes",
    sale: {
      lines: ["口罩", "乾電池", "牙刷", "麵包", "牛奶"].map((name, index) => ({
        name,
        quantity: index + 1,
        unitPrice: 25 + index * 10,
      })),
    },
  },
  {
    about: "nine items: the codes record as many as scan well",
    sale: {
      lines: Array.from({ length: 9 }, (_, index) => ({ name: `便利商品第${index + 1}號`, quantity: 1, unitPrice: 19 + index })),
    },
  },
  {
    about: "a long name that is too long for the left code",
    sale: { lines: [{ name: "日月潭紅玉紅茶手採一心二葉烏龍茶禮盒附手提袋", quantity: 1, unitPrice: 1280, unit: "盒" }] },
  },
  {
    about: "rare characters: 堃 喆 犇",
    sale: { lines: [{ name: "陳堃喆手工犇牛肉麵", quantity: 1, unitPrice: 220, unit: "碗" }] },
  },
  {
    about: "an emoji no font has: printed as 〓, with a warning",
    sale: { lines: [{ name: "特調🍓冰沙", quantity: 1, unitPrice: 110, unit: "杯" }] },
  },
  { about: "a colon and markup in a name", sale: { lines: [{ name: "套餐A: <漢堡> & 薯條", quantity: 1, unitPrice: 139 }] } },
  { about: "a large total", sale: { lines: [{ name: "商用冰淇淋機", quantity: 3, unitPrice: 268000, unit: "台" }] } },
  {
    about: "three hundred lines",
    sale: {
      lines: Array.from({ length: 300 }, (_, index) => ({
        name: `零件 ${String(index + 1).padStart(3, "0")}`,
        quantity: 1,
        unitPrice: 3,
      })),
    },
  },
  {
    about: "a company: 格式 25 and the details with it",
    sale: {
      lines: [
        { name: "影印紙 A4", quantity: 5, unitPrice: 89, unit: "包" },
        { name: "原子筆", quantity: 12, unitPrice: 15, unit: "支" },
      ],
      buyer: { businessId: "04595257", name: "測試股份有限公司" },
    },
  },
  {
    about: "a mobile barcode: nothing on paper",
    sale: { lines: [{ name: "鮮奶", quantity: 1, unitPrice: 92, unit: "瓶" }], carrier: { type: "3J0002", id: "/ABC+123" } },
  },
  {
    about: "a company with a mobile barcode, printed too",
    sale: {
      lines: [{ name: "隨身碟", quantity: 2, unitPrice: 399, unit: "個" }],
      buyer: { businessId: "04595257" },
      carrier: { type: "3J0002", id: "/ABC+123" },
      print: true,
    },
  },
  {
    about: "a donation, with details on request",
    sale: { lines: [{ name: "麵包", quantity: 2, unitPrice: 35 }], donation: "168001", details: "always" },
  },
  {
    about: "mixed: taxable and exempt on one receipt",
    sale: {
      lines: [
        { name: "泡麵", quantity: 2, unitPrice: 28 },
        { name: "高麗菜", quantity: 1, unitPrice: 45, unit: "顆", taxType: "exempt" },
      ],
      details: "always",
    },
  },
  {
    about: "zero-rated: sold to a traveller at the border",
    sale: {
      lines: [{ name: "烏龍茶禮盒", quantity: 1, unitPrice: 1500, unit: "盒", taxType: "zero" }],
      export: { customs: true, reason: "73" },
    },
  },
  {
    about: "special tax at 15 %, from a range of its own",
    sale: { lines: [{ name: "餐飲費", quantity: 1, unitPrice: 3000, taxType: "special" }], taxRate: "0.15" },
  },
] as const;
