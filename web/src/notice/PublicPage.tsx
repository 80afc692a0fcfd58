/* A notice for everybody: read without an account, objected to with a receipt. No component library. */
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, useParams } from 'react-router'
import type { PublicNotice } from '../api'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { ApiError, faultText } from '../platform/http'
import { OpenFrame } from '../platform/OpenFrame'
import { Failure, Loading, Note, PageHeader, TextField } from '../platform/plain'
import { object, publicNotice } from './api'
import { Sheet } from './Sheet'

function Object({ code, n }: { code: string; n: PublicNotice }) {
  const [text, setText] = useState('')
  const [position, setPosition] = useState('0')
  const [name, setName] = useState('')
  const [contact, setContact] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [receipt, setReceipt] = useState<string | null>(null)
  const send = async (e: FormEvent): Promise<void> => {
    e.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setReceipt((await object(code, { position: Number(position), text, name: name || undefined, contact: contact || undefined })).receipt)
      setText('')
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const fault = error instanceof ApiError ? error.fields.find((f) => f.field === 'text') : undefined
  if (receipt)
    return (
      <section className="card" aria-live="polite">
        <h2>{t('public.received')}</h2>
        <p className="receipt" data-testid="receipt" style={{ margin: '10px 0' }}>{receipt}</p>
        <p>{t('public.receipt_text')}</p>
        <p style={{ marginTop: 8 }}><Link to="/receipt">{t('receipt.title')}</Link></p>
      </section>
    )
  return (
    <section className="card no-print">
      <h2>{t('public.object')}</h2>
      <p className="muted" style={{ margin: '6px 0 12px' }}>{t('public.object_text')}</p>
      <form onSubmit={(e) => void send(e)}>
        {error !== null && <Failure error={error} />}
        <label className="field">
          <span>{t('notice.about')}</span>
          <select value={position} onChange={(e) => setPosition(e.target.value)}>
            <option value="0">{t('notice.whole')}</option>
            {n.people.map((p) => <option key={p.position} value={p.position}>{p.name}</option>)}
          </select>
        </label>
        <label className="field">
          <span>{t('notice.objection_text')}</span>
          <textarea rows={5} required minLength={2} maxLength={2000} value={text} aria-invalid={fault ? true : undefined} onChange={(e) => setText(e.target.value)} />
          {fault && <div className="fault" role="alert">{faultText(fault)}</div>}
        </label>
        <TextField label={t('notice.objector')} maxLength={40} autoComplete="off" value={name} onChange={(e) => setName(e.target.value)} />
        <TextField label={t('notice.objector_contact')} maxLength={100} autoComplete="off" value={contact} onChange={(e) => setContact(e.target.value)} />
        <button className="btn main wide" disabled={busy}>{t(busy ? 'public.sending' : 'public.send')}</button>
      </form>
    </section>
  )
}

export default function PublicPage() {
  const { code = '' } = useParams()
  const q = useQuery({ queryKey: ['public-notice', code], queryFn: () => publicNotice(code), retry: false })
  const status = q.error instanceof ApiError ? q.error.status : 0
  const n = q.data
  return (
    <OpenFrame width={860}>
      <PageHeader title={t('public.title')} />
      {q.isPending && <div className="card"><Loading lines={8} /></div>}
      {status === 410 && <Note kind="warn">{t('public.gone')}</Note>}
      {status === 404 && <Note kind="warn">{t('public.unknown')}</Note>}
      {q.isError && status !== 410 && status !== 404 && <Failure error={q.error} retry={() => void q.refetch()} />}
      {n?.state === 'ended' && <Note kind="info">{t('public.ended', { last: day(n.last_on), organisation: n.organisation_name })}</Note>}
      {n?.state === 'open' && <><Note kind="info">{t('notice.is_open', { n: n.days_left, last: day(n.last_on) })}</Note><Sheet n={n} /><Object code={code} n={n} /></>}
      <p className="muted small no-print"><Link to="/receipt">{t('receipt.title')}</Link></p>
    </OpenFrame>
  )
}
