/* Days are "YYYY-MM-DD" (or "YYYY-MM" where only the month is known); times are UTC. */
import { t } from '../i18n'

/* A day in words: the Chinese form has no blanks, as official papers do. */
export function day(value: string | null | undefined): string {
  const m = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value ?? '')
  if (!m) return value ?? ''
  const month = Number(m[2])
  const params = { y: m[1]!, m: month, name: t('date.months').split(',')[month - 1] ?? '', d: Number(m[3] ?? 0) }
  return t(m[3] ? 'date.day' : 'date.month', params)
}

/* A moment on the reader's clock, to the minute. */
export function moment(value: string | null | undefined): string {
  if (!value) return ''
  const at = new Date(value)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

const asDays = (value: string): number => Date.parse(value + 'T00:00:00Z') / 86_400_000

/* Whole days from a to b; negative if b is earlier. */
export function daysBetween(a: string, b: string): number {
  return asDays(b) - asDays(a)
}

export function addDays(value: string, n: number): string {
  return new Date((asDays(value) + n) * 86_400_000).toISOString().slice(0, 10)
}
