/* Only our own paths: a foreign address in ?next= must not be followed. */
export function nextPath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}
