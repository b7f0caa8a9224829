//! The request is dropped with its error, and the caller dies of the missing reply.
use tokio::sync::{mpsc, oneshot};

pub struct Question {
    pub text: String,
}

struct Call {
    question: Question,
    reply: oneshot::Sender<String>,
}

pub struct Oracle {
    sender: mpsc::UnboundedSender<Call>,
}

impl Oracle {
    pub fn start() -> Self {
        let (sender, mut receiver) = mpsc::unbounded_channel::<Call>();
        tokio::spawn(async move {
            while let Some(call) = receiver.recv().await {
                let _ = call.reply.send(call.question.text);
            }
        });
        Self { sender }
    }

    pub async fn ask(&self, question: Question) -> String {
        let (reply, answer) = oneshot::channel();
        let _ = self.sender.send(Call { question, reply });
        //~     ^ raw-send: waiting for the reply then panics
        answer.await.unwrap()
    }
}
