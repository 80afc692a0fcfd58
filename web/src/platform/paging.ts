/*
 * Pages by cursor: the server gives the next page's, the way back is remembered here. Another query
 * begins at its first page again.
 */
export interface Trail { key: string; cursors: string[] }
export const PAGE = 50

export function trailOf(trail: Trail, key: string): string[] {
  return trail.key === key ? trail.cursors : []
}

export function forward(trail: Trail, key: string, after: string): Trail {
  return { key, cursors: [...trailOf(trail, key), after] }
}

export function back(trail: Trail, key: string): Trail {
  return { key, cursors: trailOf(trail, key).slice(0, -1) }
}

/* Which rows are shown: "51 to 100". */
export function range(page: number, rows: number): { from: number; to: number } {
  return { from: page * PAGE + 1, to: page * PAGE + rows }
}

/* Every page of a list, one after the other, for what is printed whole; stops at `most` rows. */
export async function everything<T>(load: (after: string | undefined) => Promise<{ items: T[]; next: string | null }>, most: number): Promise<{ items: T[]; cut: boolean }> {
  const items: T[] = []
  let after: string | undefined
  do {
    const page = await load(after)
    items.push(...page.items)
    after = page.next ?? undefined
  } while (after && items.length < most)
  return { items: items.slice(0, most), cut: after !== undefined || items.length > most }
}
