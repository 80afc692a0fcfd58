/* How near a deadline is, in words and in colour. */
import { t } from '../i18n'
import { day, daysBetween } from '../platform/dates'

export interface Due { kind: 'bad' | 'warn' | 'quiet'; text: string }
const SOON = 7

/* Whether it is overdue the server says: its clock may not have started, or may have been stopped. */
export function dueOf(today: string, x: { due_on: string | null; overdue_days: number }): Due | null {
  if (x.overdue_days > 0) return { kind: 'bad', text: t('debt.overdue', { n: x.overdue_days }) }
  if (!x.due_on) return null
  const left = daysBetween(today, x.due_on)
  if (left === 0) return { kind: 'warn', text: t('debt.due_today') }
  if (left === 1) return { kind: 'warn', text: t('debt.due_tomorrow') }
  if (left > 1 && left <= SOON) return { kind: 'warn', text: t('debt.due_in', { n: left }) }
  return { kind: 'quiet', text: t('debt.due', { day: day(x.due_on) }) }
}
