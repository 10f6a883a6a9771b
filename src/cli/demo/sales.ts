/** One sale of every kind, as shops really make them, each there to show one thing. */
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
    about: "remarks below their lines",
    sale: {
      lines: [
        { name: "珍珠奶茶", quantity: 1, unitPrice: 65, unit: "杯", remark: "微糖少冰" },
        { name: "雞排", quantity: 1, unitPrice: 90, unit: "份", remark: "不切，加辣" },
      ],
      details: "always",
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
    about: "prices kept without tax, sold to a consumer",
    sale: {
      lines: [
        { name: "美式咖啡", quantity: 3, unitPrice: "42.857", unit: "杯" },
        { name: "折價券", quantity: 1, unitPrice: -10 },
      ],
      pricesIncludeTax: false,
    },
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
    about: "a company, prices kept without tax, with a discount",
    sale: {
      lines: [
        { name: "濾心", quantity: 3, unitPrice: "450.5", unit: "支" },
        { name: "整批折扣", quantity: 1, unitPrice: "-101.25" },
      ],
      pricesIncludeTax: false,
      buyer: { businessId: "04595257", name: "測試股份有限公司", address: "高雄市前鎮區測試路6號" },
    },
  },
  {
    about: "a mobile barcode: nothing on paper",
    sale: { lines: [{ name: "鮮奶", quantity: 1, unitPrice: 92, unit: "瓶" }], carrier: { type: "3J0002", id: "/ABC+123" } },
  },
  {
    about: "a citizen certificate: nothing on paper",
    sale: {
      lines: [{ name: "咖啡豆", quantity: 1, unitPrice: 450, unit: "包" }],
      carrier: { type: "CQ0001", id: "TP03000001234567" },
    },
  },
  {
    about: "a card with a printed and a hidden id",
    sale: {
      lines: [{ name: "茶葉蛋", quantity: 2, unitPrice: 13, unit: "顆" }],
      carrier: { type: "1K0001", id: "1234567890123456", hiddenId: "3F25A07C" },
    },
  },
  {
    about: "a member of the shop, with details on request",
    sale: {
      lines: [{ name: "洗髮精", quantity: 1, unitPrice: 199, unit: "瓶" }],
      carrier: { type: "EJ0113", id: "member-0042@shop.test" },
      details: "always",
    },
  },
  {
    about: "a company with a mobile barcode, not printed",
    sale: {
      lines: [{ name: "滑鼠", quantity: 1, unitPrice: 590, unit: "個" }],
      buyer: { businessId: "04595257" },
      carrier: { type: "3J0002", id: "/ABC+123" },
    },
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
    about: "exempt alone",
    sale: { lines: [{ name: "白米", quantity: "1.5", unitPrice: 62, unit: "公斤", taxType: "exempt" }] },
  },
  {
    about: "zero-rated: exported through the customs",
    sale: {
      lines: [{ name: "烏龍茶", quantity: 20, unitPrice: 1500, unit: "箱", taxType: "zero" }],
      export: { customs: true, reason: "71" },
      buyer: { businessId: "04595257", name: "測試股份有限公司" },
    },
  },
  {
    about: "zero-rated: sold to a traveller by a tax-free shop",
    sale: {
      lines: [{ name: "烏龍茶禮盒", quantity: 1, unitPrice: 1500, unit: "盒", taxType: "zero" }],
      export: { customs: false, reason: "73" },
    },
  },
  {
    about: "special tax at 15 %, from a range of its own",
    sale: { lines: [{ name: "餐飲費", quantity: 1, unitPrice: 3000, taxType: "special" }], taxRate: "0.15" },
  },
  {
    about: "held: printed once later, as the original",
    sale: { lines: [{ name: "美式咖啡 (熱)", quantity: 1, unitPrice: 45, unit: "杯" }], orderId: "B-12", print: false },
  },
  {
    about: "printed by the POS itself from the answer",
    sale: { lines: [{ name: "美式咖啡 (冰)", quantity: 1, unitPrice: 50, unit: "杯" }], print: "by-caller" },
  },
] as const;
