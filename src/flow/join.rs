//! Asks several things together. All branches come to their end before anybody looks at errors,
//! so that one that is throttled does not keep the answers of another from being used.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// A future on the heap.
pub type Branch<'b, T> = Pin<Box<dyn Future<Output = T> + 'b>>;

/// Both results.
pub async fn join<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    let (mut first, mut second) = (None, None);
    poll_fn(move |context| {
        if first.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(one), Some(two)) => Poll::Ready((one, two)),
            (one, two) => {
                (first, second) = (one, two);
                Poll::Pending
            }
        }
    })
    .await
}

/// All results, in the order of the branches.
pub async fn join_all<T>(mut branches: Vec<Branch<'_, T>>) -> Vec<T> {
    let mut results: Vec<Option<T>> = branches.iter().map(|_| None).collect();
    poll_fn(move |context| {
        for (branch, result) in branches.iter_mut().zip(&mut results) {
            if result.is_none()
                && let Poll::Ready(value) = branch.as_mut().poll(context)
            {
                *result = Some(value);
            }
        }
        if results.iter().any(Option::is_none) {
            return Poll::Pending;
        }
        Poll::Ready(results.iter_mut().filter_map(Option::take).collect())
    })
    .await
}
