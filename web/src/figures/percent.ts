/* 627 of a thousand as it is written in a report: 62.7%. */
export const percent = (permille: number): string => `${(permille / 10).toFixed(1)}%`
