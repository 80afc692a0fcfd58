/* Small pieces without a component library, for the pages everybody loads. */
import { useEffect, useState, type InputHTMLAttributes, type ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '../i18n'
import { ApiError, errorText } from './http'
import { Icon } from './icons'

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · ${t('app.name')}` : t('app.name')
  }, [title])
}

export function PageHeader({ title, sub, back, actions }: { title: string; sub?: ReactNode; back?: { to: string; text: string }; actions?: ReactNode }) {
  useTitle(title)
  return (
    <div className="head">
      <div>
        {back && <Link className="back small no-print" to={back.to}>‹ {back.text}</Link>}
        <h1>{title}</h1>
        {sub && <div className="sub">{sub}</div>}
      </div>
      {actions && <div className="acts">{actions}</div>}
    </div>
  )
}

export function TextField({ label, help, fault, ...input }: { label: string; help?: string; fault?: string } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="field">
      <span>{label}</span>
      <input {...input} aria-invalid={fault ? true : undefined} />
      {help && <div className="help">{help}</div>}
      {fault && <div className="fault" role="alert">{fault}</div>}
    </label>
  )
}

export function Note({ kind, children }: { kind: 'bad' | 'warn' | 'good' | 'info'; children: ReactNode }) {
  return <div className={`note ${kind}`} role={kind === 'bad' ? 'alert' : undefined}>{children}</div>
}

/* What went wrong, with the number the server's log knows it by. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Note kind="bad">
      <div>{errorText(error)}</div>
      {error instanceof ApiError && error.requestId && error.status >= 500 && <small>{t('error.request_id', { id: error.requestId })}</small>}
      {retry && <div style={{ marginTop: 8 }}><button type="button" className="btn" onClick={retry}>{t('action.retry')}</button></div>}
    </Note>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return <div className="empty"><Icon name="empty" /><b>{title}</b>{children}</div>
}

/* Grey lines in the place of what is coming; after a second it is also said in words. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 1000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-busy="true">
      {Array.from({ length: lines }, (_, i) => <div key={i} className={i === 0 ? 'bone w40' : i === lines - 1 ? 'bone w60' : 'bone'} />)}
      <span className={slow ? 'muted small' : 'visually-hidden'}>{t('state.loading')}</span>
    </div>
  )
}
