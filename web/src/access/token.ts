/* The token of a one-time link stands behind # (never sent to a server) or ?token=. */
export function linkToken(location: { search: string; hash: string }): string {
  const hash = location.hash.replace(/^#/, '')
  return new URLSearchParams(location.search).get('token') ?? new URLSearchParams(hash).get('token') ?? hash
}
