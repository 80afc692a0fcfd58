/* Where the holder of a slip stands, without an account. The code stands behind # and is sent in a body only. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Link, useLocation } from 'react-router'
import { Door } from '../access/Door'
import { linkToken } from '../access/token'
import { t } from '../i18n'
import { OpenFrame } from '../platform/OpenFrame'
import { ApiError } from '../platform/http'
import { Failure, PageHeader, TextField } from '../platform/plain'
import type { OwnPapers, WhereIStand as Standing } from '../api'
import { readSlip, slipPapers } from './api'
import { Stand } from './WhereIStand'

export default function SlipPage() {
  const given = useRef(linkToken(useLocation()))
  const [code, setCode] = useState(given.current)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [standing, setStanding] = useState<Standing | null>(null)
  const [papers, setPapers] = useState<OwnPapers>()
  const read = async (typed: string): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const found = await readSlip(typed)
      setPapers(await slipPapers(typed))
      setStanding(found)
    } catch (cause) {
      setError(cause instanceof ApiError && cause.status === 404 ? new ApiError(404, 'slip', '') : cause)
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    if (given.current) void read(given.current)
  }, [])
  if (standing)
    return (
      <OpenFrame>
        <PageHeader title={t('stand.title')} />
        <Stand s={standing} papers={papers} />
        <p className="muted small no-print">{t('slip.read_only')}</p>
      </OpenFrame>
    )
  const submit = (e: FormEvent): void => {
    e.preventDefault()
    void read(code)
  }
  return (
    <Door title={t('slip.page')}>
      <form onSubmit={submit}>
        {error !== null && <Failure error={error} />}
        <TextField label={t('slip.code')} help={t('slip.code_help')} name="code" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} required autoFocus value={code} onChange={(e) => setCode(e.target.value)} />
        <button className="btn main wide" disabled={busy}>{t(busy ? 'slip.busy' : 'slip.go')}</button>
        <p className="muted small" style={{ marginTop: 12 }}><Link to="/sign-in">{t('slip.sign_in')}</Link></p>
      </form>
    </Door>
  )
}
