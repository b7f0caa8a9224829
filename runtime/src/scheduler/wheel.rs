//! The one queue of all timers: a hierarchical timing wheel over a slab.
//!
//! After Varghese and Lauck, "Hashed and Hierarchical Timing Wheels" (1987). Insert and remove take constant time,
//! which a heap or a tree does not offer, and there are no tasks, no allocations and no wake-ups for each timer.
//! An entry that is removed stays on the wheel, empty, until its slot comes up or half of all places are empty: most
//! timers are cancelled, and taking each out at once would touch its neighbours too, anywhere in memory.
//! A tick is one millisecond, tokio's own resolution.

/// 64 slots a level, so that one word says which of them hold something.
const BITS: u32 = 6;
const SLOTS: usize = 1 << BITS;
/// Seven levels reach 2⁴² ms, 139 years.
const LEVELS: usize = 7;
/// The last tick that an entry may be due at. The scheduler refuses what lies further.
pub(super) const LAST: u64 = (1 << (BITS * LEVELS as u32)) - 1;
const NONE: u32 = u32::MAX;

/// Names one entry; an entry that is gone is never mistaken for its successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    index: u32,
    generation: u32,
}

struct Node<T> {
    generation: u32,
    /// Where it hangs, or [`LOOSE`].
    place: u16,
    prev: u32,
    next: u32,
    due: u64,
    /// Among entries that are due together the first to be inserted comes first.
    order: u64,
    value: Option<T>,
}

/// The entry is in no slot: taken for firing, or free.
const LOOSE: u16 = u16::MAX;

pub(super) struct Wheel<T> {
    nodes: Vec<Node<T>>,
    free: u32,
    len: usize,
    /// Entries that were removed and still hang.
    empty: usize,
    order: u64,
    /// All ticks before this one are done.
    now: u64,
    /// First and last entry of each slot, level by level.
    slots: Vec<(u32, u32)>,
    occupied: [u64; LEVELS],
    /// Scratch space for a tick.
    due: Vec<(u64, u64, Key)>,
}

impl<T> Wheel<T> {
    pub(super) fn new() -> Self {
        Self {
            nodes: Vec::new(),
            free: NONE,
            len: 0,
            empty: 0,
            order: 0,
            now: 0,
            slots: vec![(NONE, NONE); SLOTS * LEVELS],
            occupied: [0; LEVELS],
            due: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds an entry for a tick; one in the past is due in the next one.
    pub(super) fn insert(&mut self, due: u64, value: T) -> Key {
        let node = Node {
            generation: 0,
            place: LOOSE,
            prev: NONE,
            next: NONE,
            due,
            order: 0,
            value: Some(value),
        };
        let index = if self.free == NONE {
            self.nodes.push(node);
            u32::try_from(self.nodes.len() - 1).expect("fewer than 2^32 timers fit into memory")
        } else {
            let index = self.free;
            let old = &mut self.nodes[index as usize];
            self.free = old.next;
            *old = Node {
                generation: old.generation,
                ..node
            };
            index
        };
        self.len += 1;
        let key = Key {
            index,
            generation: self.nodes[index as usize].generation,
        };
        self.hang(index, due);
        key
    }

    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let node = self.nodes.get_mut(key.index as usize)?;
        if node.generation == key.generation {
            node.value.as_mut()
        } else {
            None
        }
    }

    /// When an entry is due.
    pub(super) fn due(&self, key: Key) -> Option<u64> {
        let node = self.nodes.get(key.index as usize)?;
        (node.generation == key.generation).then_some(node.due)
    }

    /// Takes an entry out for good.
    pub(super) fn remove(&mut self, key: Key) -> Option<T> {
        self.get_mut(key)?;
        let node = &mut self.nodes[key.index as usize];
        node.generation = node.generation.wrapping_add(1);
        let value = node.value.take();
        self.len -= 1;
        if node.place == LOOSE {
            self.release(key.index);
        } else {
            self.empty += 1;
            if self.empty > self.nodes.len() / 2 + SLOTS {
                self.compact();
            }
        }
        value
    }

    /// Makes the place of an entry that is gone and hangs nowhere available.
    fn release(&mut self, index: u32) {
        self.nodes[index as usize].next = self.free;
        self.free = index;
    }

    /// Hangs everything anew without the empty entries, in the order in which it lies in memory.
    fn compact(&mut self) {
        self.slots.fill((NONE, NONE));
        self.occupied = [0; LEVELS];
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            if node.place == LOOSE {
                continue;
            }
            node.place = LOOSE;
            let (due, order, live) = (node.due, node.order, node.value.is_some());
            let index = index as u32;
            if live {
                self.hang_again(index, due, order);
            } else {
                self.release(index);
            }
        }
        self.empty = 0;
    }

    /// Moves an entry to another tick.
    pub(super) fn reset(&mut self, key: Key, due: u64) {
        if self.get_mut(key).is_some() {
            self.unhang(key.index);
            self.hang(key.index, due);
        }
    }

    /// Takes an entry off the wheel without forgetting it, until it is [`reset`](Self::reset).
    pub(super) fn suspend(&mut self, key: Key) {
        if self.get_mut(key).is_some() {
            self.unhang(key.index);
        }
    }

    /// All entries, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, u64, &T)> {
        self.nodes.iter().zip(0..).filter_map(|(node, index)| {
            let key = Key {
                index,
                generation: node.generation,
            };
            node.value.as_ref().map(|value| (key, node.due, value))
        })
    }

    /// When to look again: the earliest due tick, or earlier where entries have to be sorted in.
    pub(super) fn next_look(&self) -> Option<u64> {
        self.next_slot().map(|(_, _, tick)| tick)
    }

    /// Advances to `now` and takes off what is due by then, in order; it stays known until it is removed or reset.
    pub(super) fn advance(&mut self, now: u64, fired: &mut Vec<Key>) {
        let mut due = std::mem::take(&mut self.due);
        while let Some((level, slot, tick)) = self.next_slot() {
            if tick > now {
                break;
            }
            self.now = tick;
            let place = level * SLOTS + slot;
            let mut index = self.slots[place].0;
            self.slots[place] = (NONE, NONE);
            self.occupied[level] &= !(1 << slot);
            while index != NONE {
                let node = &mut self.nodes[index as usize];
                let next = node.next;
                node.place = LOOSE;
                if node.value.is_none() {
                    self.empty -= 1;
                    self.release(index);
                } else if node.due <= tick {
                    let key = Key {
                        index,
                        generation: node.generation,
                    };
                    due.push((node.due, node.order, key));
                } else {
                    let (at, order) = (node.due, node.order);
                    self.hang_again(index, at, order);
                }
                index = next;
            }
        }
        self.now = self.now.max(now);
        due.sort_unstable_by_key(|&(tick, order, _)| (tick, order));
        fired.extend(due.drain(..).map(|(_, _, key)| key));
        self.due = due;
    }

    fn hang(&mut self, index: u32, due: u64) {
        self.order += 1;
        self.hang_again(index, due, self.order);
    }

    /// Hangs an entry up that keeps its rank among those that are due together.
    fn hang_again(&mut self, index: u32, due: u64, order: u64) {
        // The current tick may be done already, so what is due now comes with the next.
        let tick = due.max(self.now + 1).min(LAST);
        let differ = (self.now ^ tick) | (SLOTS as u64 - 1);
        let level = ((63 - differ.leading_zeros()) / BITS) as usize;
        let slot = (tick >> (BITS * level as u32)) as usize & (SLOTS - 1);
        let place = level * SLOTS + slot;
        let tail = self.slots[place].1;
        let node = &mut self.nodes[index as usize];
        node.due = due;
        node.order = order;
        node.place = place as u16;
        node.prev = tail;
        node.next = NONE;
        if tail == NONE {
            self.slots[place].0 = index;
        } else {
            self.nodes[tail as usize].next = index;
        }
        self.slots[place].1 = index;
        self.occupied[level] |= 1 << slot;
    }

    fn unhang(&mut self, index: u32) {
        let Node {
            place, prev, next, ..
        } = self.nodes[index as usize];
        if place == LOOSE {
            return;
        }
        self.nodes[index as usize].place = LOOSE;
        let place = usize::from(place);
        if prev == NONE {
            self.slots[place].0 = next;
        } else {
            self.nodes[prev as usize].next = next;
        }
        if next == NONE {
            self.slots[place].1 = prev;
        } else {
            self.nodes[next as usize].prev = prev;
        }
        if self.slots[place].0 == NONE {
            self.occupied[place / SLOTS] &= !(1 << (place % SLOTS));
        }
    }

    /// The earliest slot that holds something: its level, its index, and the tick at which it begins.
    fn next_slot(&self) -> Option<(usize, usize, u64)> {
        let level = (0..LEVELS).find(|&level| self.occupied[level] != 0)?;
        let shift = BITS * level as u32;
        let current = (self.now >> shift) as u32 & (SLOTS as u32 - 1);
        let ahead = self.occupied[level].rotate_right(current).trailing_zeros();
        let slot = (current + ahead) as usize & (SLOTS - 1);
        let turn = 1_u64 << (shift + BITS);
        let mut tick = (self.now & !(turn - 1)) + ((slot as u64) << shift);
        if tick <= self.now {
            tick += turn;
        }
        Some((level, slot, tick))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(wheel: &mut Wheel<u32>, until: u64) -> Vec<(u64, u32)> {
        let mut seen = Vec::new();
        let mut fired = Vec::new();
        while let Some(look) = wheel.next_look().filter(|&look| look <= until) {
            wheel.advance(look, &mut fired);
            for key in fired.drain(..) {
                seen.push((look, wheel.remove(key).unwrap()));
            }
        }
        seen
    }

    #[test]
    fn entries_come_at_their_tick_and_in_order_of_insertion() {
        let mut wheel = Wheel::new();
        for (due, value) in [(70, 1), (5, 2), (70, 3), (4096, 4), (5, 5), (70, 6)] {
            wheel.insert(due, value);
        }
        let expected = [(5, 2), (5, 5), (70, 1), (70, 3), (70, 6), (4096, 4)];
        assert_eq!(drain(&mut wheel, 10_000), expected);
        assert_eq!(wheel.len(), 0);
    }

    #[test]
    fn what_lies_in_the_past_is_due_at_the_next_tick() {
        let mut wheel = Wheel::new();
        wheel.advance(1000, &mut Vec::new());
        wheel.insert(3, 1);
        wheel.insert(1000, 2);
        assert_eq!(drain(&mut wheel, 2000), [(1001, 1), (1001, 2)]);
    }

    #[test]
    fn a_key_does_not_outlive_its_entry() {
        let mut wheel = Wheel::new();
        let old = wheel.insert(5, 1);
        assert_eq!(wheel.remove(old), Some(1));
        let new = wheel.insert(6, 2);
        assert_eq!((wheel.remove(old), wheel.due(old)), (None, None));
        assert_eq!(wheel.due(new), Some(6));
    }

    /// A long random run against a sorted list.
    #[test]
    fn it_agrees_with_a_plain_list() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut wheel = Wheel::new();
        let mut model: Vec<(u64, u64, u32, Key)> = Vec::new();
        let (mut now, mut order) = (0, 0);
        for value in 0..20_000 {
            match random.u8(0..10) {
                0..6 => {
                    let reach = 1 << random.u32(1..38);
                    let due = now + 1 + random.u64(0..reach);
                    model.push((due, order, value, wheel.insert(due, value)));
                    order += 1;
                }
                6 if !model.is_empty() => {
                    let (.., value, key) = model.swap_remove(random.usize(..model.len()));
                    assert_eq!(wheel.remove(key), Some(value));
                }
                7 if !model.is_empty() => {
                    let index = random.usize(..model.len());
                    let due = now + random.u64(1..100_000);
                    wheel.reset(model[index].3, due);
                    (model[index].0, model[index].1) = (due, order);
                    order += 1;
                }
                _ => {
                    let reach = 1 << random.u32(1..26);
                    now += random.u64(0..reach);
                    let mut fired = Vec::new();
                    wheel.advance(now, &mut fired);
                    let mut expected: Vec<_> =
                        model.extract_if(.., |entry| entry.0 <= now).collect();
                    expected.sort_unstable_by_key(|entry| (entry.0, entry.1));
                    let expected: Vec<_> = expected.iter().map(|entry| entry.2).collect();
                    let seen: Vec<_> = fired
                        .into_iter()
                        .map(|key| wheel.remove(key).unwrap())
                        .collect();
                    assert_eq!(seen, expected);
                    let look = wheel.next_look();
                    assert!(
                        model
                            .iter()
                            .all(|entry| look.is_some_and(|look| look <= entry.0))
                    );
                    assert!(look.is_none_or(|look| look > now));
                }
            }
        }
    }
}
