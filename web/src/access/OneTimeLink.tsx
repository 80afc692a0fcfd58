import { useState, type FormEvent } from 'react'
import { Link, useLocation } from 'react-router'
import { t } from '../i18n'
import { Failure, Note, TextField } from '../platform/plain'
import { useLink as sendLink } from './api'
import { Door } from './Door'
import { passwordFault } from './password'
import { linkToken } from './token'

/* Somebody got a one-time link from their administrator and chooses a password. */
export default function OneTimeLink() {
  const token = linkToken(useLocation())
  const [first, setFirst] = useState('')
  const [again, setAgain] = useState('')
  const [state, setState] = useState<'form' | 'busy' | 'done'>('form')
  const [error, setError] = useState<unknown>(null)
  const fault = passwordFault(first, again)
  const submit = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    if (fault || first !== again) return
    setState('busy')
    setError(null)
    try {
      await sendLink({ token, new_password: first })
      setState('done')
    } catch (cause) {
      setError(cause)
      setState('form')
    }
  }
  if (state === 'done')
    return <Door title={t('link.title')}><Note kind="good">{t('link.done')}</Note><Link className="btn main wide" to="/sign-in">{t('sign_in.title')}</Link></Door>
  return (
    <Door title={t('link.title')}>
      <form onSubmit={(e) => void submit(e)}>
        {error !== null && <Failure error={error} />}
        <TextField label={t('password.new')} help={t('password.help')} type="password" autoComplete="new-password" required autoFocus value={first} onChange={(e) => setFirst(e.target.value)} />
        <TextField label={t('password.again')} type="password" autoComplete="new-password" required fault={fault || undefined} value={again} onChange={(e) => setAgain(e.target.value)} />
        <button className="btn main wide" disabled={state === 'busy' || !token}>{t('link.go')}</button>
        {!token && <p className="late small">{t('link.no_token')}</p>}
      </form>
    </Door>
  )
}
