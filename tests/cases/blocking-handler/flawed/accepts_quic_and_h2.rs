//! The handshake of QUIC is a future that the loop awaits; HTTP/2 moves only while its next request is waited for.
use quinn::Endpoint;
use tokio::net::TcpStream;

pub async fn quic(endpoint: Endpoint) {
    while let Some(incoming) = endpoint.accept().await {
        match incoming.await { //~ blocking-handler: nobody else is let in
            Ok(connection) => drop(tokio::spawn(serve(connection))),
            Err(_) => tracing::warn!("not this one"),
        }
    }
}

pub async fn in_two_steps(endpoint: Endpoint, mut stop: tokio::sync::watch::Receiver<bool>) {
    loop {
        tokio::select! {
            Some(incoming) = endpoint.accept() => {
                let Ok(connecting) = incoming.accept() else { continue };
                if let Ok(connection) = connecting.await { //~ blocking-handler: nobody else is let in
                    tokio::spawn(serve(connection));
                }
            }
            _ = stop.changed() => return,
        }
    }
}

async fn serve(connection: quinn::Connection) {
    connection.closed().await;
}

pub async fn http2(socket: TcpStream) {
    let Ok(mut connection) = h2::server::handshake(socket).await else { return };
    while let Some(Ok((request, respond))) = connection.accept().await {
        answer(request, respond).await; //~ blocking-handler: nobody moves the bytes of its connection
    }
}

pub async fn http2_until_told(socket: TcpStream, mut stop: tokio::sync::watch::Receiver<bool>) {
    let Ok(mut connection) = h2::server::handshake(socket).await else { return };
    loop {
        let (request, respond) = tokio::select! {
            next = connection.accept() => match next {
                Some(Ok(next)) => next,
                _ => return,
            },
            _ = stop.changed() => return,
        };
        match body_of(request).await { //~ blocking-handler: nobody moves the bytes of its connection
            Ok(body) => tracing::info!("{} {respond:?}", body.len()),
            Err(error) => tracing::warn!("{error}"),
        }
    }
}

async fn answer(request: http::Request<h2::RecvStream>, _respond: h2::server::SendResponse<bytes::Bytes>) {
    let _ = body_of(request).await;
}

async fn body_of(request: http::Request<h2::RecvStream>) -> Result<Vec<u8>, h2::Error> {
    let mut body = request.into_body();
    let mut bytes = Vec::new();
    while let Some(part) = body.data().await {
        bytes.extend_from_slice(&part?);
    }
    Ok(bytes)
}
