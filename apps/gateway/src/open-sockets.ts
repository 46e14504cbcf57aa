import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Which connections carry a request. Node closes idle ones with the server, but not those on which nothing was ever
 * asked, and clients open such ones ahead: a stop would wait for them.
 */
export class OpenSockets {
  private readonly idle = new Set<Socket>();
  private isClosing = false;

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.idle.add(socket);
      socket.once('close', () => this.idle.delete(socket));
    });
    server.on('upgrade', (_request: IncomingMessage, socket: Socket) => this.idle.delete(socket));
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.idle.delete(socket);
      // Nobody is left to tell; not taken, the error would end the process.
      response.on('error', () => response.destroy());
      response.once('close', () => this.becameIdle(socket));
    });
  }

  /** Closes what carries no request now, and the rest as soon as it is answered. */
  close(): void {
    this.isClosing = true;
    for (const socket of this.idle) socket.destroy();
  }

  private becameIdle(socket: Socket): void {
    if (this.isClosing) socket.end();
    else if (!socket.destroyed) this.idle.add(socket);
  }
}
