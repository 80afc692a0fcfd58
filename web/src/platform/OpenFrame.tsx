/* The frame of pages that need no account. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '../i18n'
import { LangButton } from './Frame'

export function OpenFrame({ width = 760, children }: { width?: number; children: ReactNode }) {
  return (
    <>
      <header className="bar"><Link to="/sign-in" className="brand"><img src="/mark.svg" alt="" width="26" height="26" /><b>{t('app.name')}</b></Link><span className="grow" /><LangButton /></header>
      <div className="frame">
        <main id="page" className="page narrow"><div className="page-narrow" style={{ maxWidth: width }}>{children}</div></main>
      </div>
    </>
  )
}
