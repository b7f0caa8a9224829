//! A ractor actor calls another one without a time; that one reads from a socket.
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

pub enum Sensor {
    Read(RpcReplyPort<u64>),
}

pub enum Panel {
    Show,
}

pub struct Sensors;
pub struct Panels {
    sensors: ActorRef<Sensor>,
}

impl Actor for Sensors {
    type Msg = Sensor;
    type State = TcpStream;
    type Arguments = TcpStream;

    async fn pre_start(&self, _: ActorRef<Sensor>, peer: TcpStream) -> Result<TcpStream, ActorProcessingErr> {
        Ok(peer)
    }

    async fn handle(&self, _: ActorRef<Sensor>, message: Sensor, peer: &mut TcpStream) -> Result<(), ActorProcessingErr> {
        let Sensor::Read(reply) = message;
        let value = peer.read_u64().await?; //~ related: waits for a peer here
        reply.send(value)?;
        Ok(())
    }
}

impl Actor for Panels {
    type Msg = Panel;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Panel>, _: ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle(&self, _: ActorRef<Panel>, _: Panel, _: &mut ()) -> Result<(), ActorProcessingErr> {
        let value = ractor::call!(self.sensors, Sensor::Read)?; //~ call-without-timeout: waits here for
        tracing::info!("{value}");
        Ok(())
    }
}
