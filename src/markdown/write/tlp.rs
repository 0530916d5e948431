//! Blocks of a level of their own: each says which, and is HTML that is whole in itself, so that no tag inside it can end it early.

use super::Writer;
use crate::markdown::blocks::Mark;
use crate::markdown::raw_html;
use crate::model::Tlp;

/// A block whose inside is being written.
pub struct OpenBlock {
    level: Tlp,
    /// What was written before it.
    outer: String,
    /// Whether that holds raw HTML.
    raw_before: bool,
}

impl Writer<'_> {
    pub(super) fn fence(&mut self, mark: Mark) {
        // What stands around a fence is no part of the same chunk.
        if let Some(chunk) = self.raw.replace(String::new()).filter(|chunk| !chunk.is_empty()) {
            self.raw_html(&chunk);
        }
        match mark {
            Mark::Open(level) => self.open_tlp(level),
            Mark::Close => self.close_blocks(self.blocks.len().saturating_sub(1)),
        }
    }

    /// Opens a block; one of a lower level than what is around it has the level of that.
    pub(super) fn open_tlp(&mut self, level: Tlp) {
        let around = self.blocks.last().map_or(self.resolve.tlp(), |block| block.level);
        let outer = std::mem::take(&mut self.out);
        let raw_before = std::mem::replace(&mut self.raw_seen, false);
        self.blocks.push(OpenBlock { level: level.max(around), outer, raw_before });
    }

    /// Closes blocks until as many are open. One without anything to read leaves nothing behind.
    pub(super) fn close_blocks(&mut self, open: usize) {
        while self.blocks.len() > open
            && let Some(block) = self.blocks.pop()
        {
            let inner = std::mem::replace(&mut self.out, block.outer);
            let inner = if self.raw_seen { raw_html::sanitise(&inner) } else { inner };
            self.raw_seen |= block.raw_before;
            if inner.trim().is_empty() {
                continue;
            }
            let (class, label) = (block.level.class(), block.level.label());
            self.out.push_str(&format!(
                "<div class=\"tlp-block tlp-block-{class}\" role=\"group\" aria-label=\"{label}\">\n\
                 <p class=\"tlp-block-mark\"><span class=\"tlp tlp-{class}\">{label}</span></p>\n"
            ));
            self.out.push_str(&inner);
            self.out.push_str(if inner.ends_with('\n') { "</div>\n" } else { "\n</div>\n" });
        }
    }
}
