// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

import {ERC20FullNamePermit} from "./extensions/ERC20FullNamePermit.sol";

/// @title ERC-20 whose whole supply exists from the start
/// @notice Nobody has any right over it: no owner, no mint, no pause. Its supply can only be burned
/// down by those who hold it. `msg.sender` is never read at creation, so a sponsor may pay for it.
contract PremintedToken is ERC20, ERC20Burnable, ERC20FullNamePermit {
    uint8 private constant DECIMALS_MAX = 18;

    uint8 private immutable _decimals;

    /// @notice More decimal places were asked for than wallets and exchanges handle.
    error InvalidDecimals(uint8 decimals, uint8 decimalsMax);

    /// @notice The supply is zero, so the token could never have a holder.
    error InvalidTotalSupply(uint256 totalSupply);

    /// @param name_ Name of the token, also the name in the permit signing domain.
    /// @param symbol_ Ticker of the token.
    /// @param decimals_ Decimal places, 0 to 18.
    /// @param totalSupply_ Base units that will ever exist, at least 1.
    /// @param initialReceiver First owner of all of them, not zero.
    constructor(
        string memory name_,
        string memory symbol_,
        uint8 decimals_,
        uint256 totalSupply_,
        address initialReceiver
    ) ERC20(name_, symbol_) {
        if (decimals_ > DECIMALS_MAX) revert InvalidDecimals(decimals_, DECIMALS_MAX);
        if (totalSupply_ == 0) revert InvalidTotalSupply(totalSupply_);

        _decimals = decimals_;
        _mint(initialReceiver, totalSupply_);
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}
