import { createSocket } from 'node:dgram';

/** Tells everybody how it sees them: `node server.ts IP PORT [IP PORT …]`. */
const ends = process.argv.slice(2);
for (let i = 0; i + 1 < ends.length; i += 2) {
  const socket = createSocket('udp4');
  socket.on('message', (_, { address, port }) => {
    socket.send(`seen ${address}:${port}`, port, address);
  });
  socket.bind(Number(ends[i + 1]), ends[i]);
}
process.stdout.write('ready\n');
