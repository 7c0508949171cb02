// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title ERC-2612 permits for tokens with a name of any length
/// @notice The signing domain carries the token's full name, as wallets expect. OpenZeppelin's own
/// ERC20Permit refuses names of over 31 bytes since 5.7, to serve proxies; these tokens are none.
/// The parts are OpenZeppelin's and so are the errors, so callers cannot tell the two apart.
abstract contract ERC20FullNamePermit is ERC20, IERC20Permit, IERC5267, Nonces {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    /// @dev Name, version, chain id and verifying contract; no salt (ERC-5267).
    bytes1 private constant DOMAIN_FIELDS = 0x0f;
    string private constant DOMAIN_VERSION = "1";

    /// @notice The permit came after the time that its signer set.
    error ERC2612ExpiredSignature(uint256 deadline);

    /// @notice Another key signed, or this owner signed something else, such as an older nonce.
    error ERC2612InvalidSigner(address signer, address owner);

    /// @inheritdoc IERC20Permit
    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (block.timestamp > deadline) revert ERC2612ExpiredSignature(deadline);

        // Using the nonce up here is what makes a signature count once.
        bytes32 structHash = keccak256(
            abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline)
        );
        bytes32 digest = MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR(), structHash);

        // `recover` itself refuses the zero address and the second form of a signature.
        address signer = ECDSA.recover(digest, v, r, s);
        if (signer != owner) revert ERC2612InvalidSigner(signer, owner);

        _approve(owner, spender, value);
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(IERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @inheritdoc IERC20Permit
    /// @dev Computed on every call, so that a signature never holds on both sides of a chain split.
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return
            MessageHashUtils.toDomainSeparator(
                DOMAIN_FIELDS,
                name(),
                DOMAIN_VERSION,
                block.chainid,
                address(this),
                bytes32(0)
            );
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory domainName,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (
            DOMAIN_FIELDS,
            name(),
            DOMAIN_VERSION,
            block.chainid,
            address(this),
            bytes32(0),
            new uint256[](0)
        );
    }
}
