declare module "ipp" {
  interface Request {
    readonly version?: string;
    readonly operation: string;
    readonly id: number;
    readonly [group: string]: unknown;
  }
  interface Ipp {
    serialize(request: Request): Buffer;
  }
  const ipp: Ipp;
  export default ipp;
}
