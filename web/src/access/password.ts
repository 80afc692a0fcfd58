import { t } from '../i18n'

export const PASSWORD_MIN = 10

/* The reason why two typed passwords cannot be sent yet; empty if they can. */
export function passwordFault(first: string, second: string): string {
  if (first && first.length < PASSWORD_MIN) return t('password.too_short', { min: PASSWORD_MIN })
  if (second && first !== second) return t('password.differ')
  return ''
}
