/**
 * Text that stays text. Were a sheet saved as CSV and opened again, what begins like a formula would be one: such signs are
 * quoted.
 */
export const spreadsheetText = (value: string): string =>
  /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
