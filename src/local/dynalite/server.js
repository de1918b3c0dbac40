'use strict'

// Serves an empty dynalite, in memory. Usage: node server.js <address> <port, or 0 for a free one>
// Prints the port that it listens on, or the code of the error that it cannot listen for. Ends with its standard input:
// the operating system closes that pipe when the process at its other end is gone, however it ended.

const dynalite = require('dynalite')

const [address, port] = process.argv.slice(2)

process.stdin.on('close', () => process.exit()).on('error', () => process.exit()).resume()

// dynalite throws the error of a client that closes its connection before it is answered. That is the client's business.
process.on('uncaughtException', error => {
  if (error.code !== 'ECONNRESET') {
    console.error(error)
    process.exit(1)
  }
})

// DynamoDB takes seconds to create a table; here it may be used at once.
const server = dynalite({ createTableMs: 0, deleteTableMs: 0 })
server.keepAliveTimeout = 0 // None: Node.js closes an idle connection after five seconds, DynamoDB keeps it for minutes.
server.on('error', error => {
  console.log(error.code)
  process.exit(1)
})
server.listen(Number(port), address, () => console.log(server.address().port))
