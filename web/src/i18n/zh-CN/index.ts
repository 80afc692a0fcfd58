import access from './access'
import development from './development'
import directory from './directory'
import platform from './platform'

export default { ...platform, ...access, ...directory, ...development }
